import type { Part } from './contestant.js';
import type { Match } from './matches.js';

/** A process to come. */
export interface PlannedTurn {
  readonly match: string;
  readonly contestant: string;
  readonly seed: number;
  readonly part: Part;
}

/**
 * One round a seed, in which everyone has a turn beside those it is held against; every other round goes backwards, so that
 * whatever comes over the machine falls on all alike.
 */
export function planTurns(matches: Readonly<Record<string, Match>>, seeds: number): PlannedTurn[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const round = Object.entries(matches).flatMap(([match, { contestants, ...rest }]) =>
      partsOf(rest).flatMap((part) =>
        contestants.map(({ name }) => ({ match, contestant: name, seed, part })),
      ),
    );
    return seed % 2 === 0 ? round : round.reverse();
  }).flat();
}

function partsOf({ kind, rateSteps }: Pick<Match, 'kind' | 'rateSteps'>): readonly Part[] {
  if (kind === 'pace') return ['rate'];
  return rateSteps === undefined ? ['target'] : ['target', 'rate'];
}
