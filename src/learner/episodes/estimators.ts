import { normalizeReturns } from '../targets/normalize.js';
import type { EpisodeEstimator } from './episode-trainer.js';

/** The return from each step on, shifted and scaled within its episode if asked for. */
export function rewardToGo({
  standardizeReturns,
}: {
  readonly standardizeReturns: boolean;
}): EpisodeEstimator {
  return (returns, _values, advantages) => {
    advantages.set(returns);
    if (standardizeReturns) normalizeReturns(advantages);
  };
}

/** The return from each step on, less what the value expected. */
export const advantageOverValue: EpisodeEstimator = (returns, values, advantages) => {
  for (let i = 0; i < advantages.length; i++) advantages[i] = returns[i]! - values![i]!;
};
