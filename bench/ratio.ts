import { RandomStream } from '../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../src/shared/random/stream-role.js';
import { LEVEL, RESAMPLES, median, quantile, type Interval } from '../src/shared/statistics.js';
import type { Better } from './better.js';

/** One figure as it was measured in several runs of a benchmark: its rounds, run by run. */
export type RunsOfRounds = readonly (readonly number[])[];

/**
 * Rounds a side must have, all runs together, for an interval. Of three and three, one side lies wholly beyond the other by
 * chance in 1 of 10 comparisons (2 * 3! * 3! / 6!); of four and four in 1 of 35.
 */
export const MIN_ROUNDS = 4;

/** How many times as good `after` is as `before`: above 1 is better, whichever way the unit points. */
export function ratioOf(before: number, after: number, better: Better): number {
  // Both zero, or both a target that was not reached.
  if (before === after) return 1;
  return better === 'higher' ? after / before : before / after;
}

/** Median of all rounds of all runs. */
export function medianOf(runs: RunsOfRounds): number {
  return median(runs.flat());
}

/**
 * Percentile bootstrap interval of the ratio of the medians. Runs are resampled first and then the rounds in them, so that
 * what differs from one process to the next widens the interval as what differs from one round to the next does. The same
 * figures give the same interval, always.
 *
 * Source: B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 8 (two samples, nested) and 13
 * (percentile intervals).
 *
 * @returns null for fewer than {@link MIN_ROUNDS} rounds on a side
 */
export function ratioInterval(before: RunsOfRounds, after: RunsOfRounds, better: Better): Interval | null {
  if (before.flat().length < MIN_ROUNDS || after.flat().length < MIN_ROUNDS) return null;
  const stream = RandomStream.derive(0, STREAM_ROLE.bootstrap, 0);
  const ratios = Float64Array.from({ length: RESAMPLES }, () =>
    ratioOf(medianOf(resample(before, stream)), medianOf(resample(after, stream)), better),
  ).sort();
  return [quantile(ratios, (1 - LEVEL) / 2), quantile(ratios, (1 + LEVEL) / 2)];
}

function resample(runs: RunsOfRounds, stream: RandomStream): RunsOfRounds {
  return runs.map(() => {
    const run = runs[stream.nextInt(runs.length)]!;
    return run.map(() => run[stream.nextInt(run.length)]!);
  });
}
