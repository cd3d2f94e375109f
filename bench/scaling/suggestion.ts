import type { Measurement } from '../measure.js';
import type { SweptAlgorithm } from './configuration.js';
import { rowsOf, type Row } from './rows.js';

/** The configuration that this machine runs best, and how sure that is. */
export interface Suggestion {
  readonly best: Row;
  /** What it is best at. */
  readonly score: Measurement;
  /** Null where there was no other. */
  readonly second: { readonly row: Row; readonly score: Measurement } | null;
  /** Configurations whose range of rounds reaches into that of the best: which of them is best was not measured. */
  readonly withinNoise: readonly Row[];
}

/**
 * Picks the best of an algorithm's configurations: the one with the most env steps a second that are learned from at the algorithm's
 * own samples per insert. Where a learner is held to that ratio, or is idle, these are all env steps; where actors and learner run
 * free, as many as its samples are enough for.
 *
 * @param measurements - of the scaling suite
 * @throws RangeError if there is none of the algorithm
 */
export function suggest(measurements: readonly Measurement[], algorithm: SweptAlgorithm): Suggestion {
  const ranked = rowsOf(measurements)
    .filter(({ configuration }) => configuration.algorithm === algorithm)
    .map((row) => ({ row, score: scoreOf(row) }))
    .sort((a, b) => b.score.value - a.score.value);
  const [best, second = null, ...others] = ranked;
  if (best === undefined) throw new RangeError(`no configuration of ${algorithm} was measured`);
  const rivals = second === null ? [] : [second, ...others];
  return {
    best: best.row,
    score: best.score,
    second,
    withinNoise: rivals.filter(({ score }) => score.max >= best.score.min).map(({ row }) => row),
  };
}

function scoreOf({ figures }: Row): Measurement {
  return (figures.learnedEnvSteps ?? figures.envSteps)!;
}
