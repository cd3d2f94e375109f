import { quantile } from '../shared/statistics.js';

/** What a run took to meet its target or, where it did not, what it had taken when it ended: the target takes more. */
export interface Bounded {
  readonly value: number;
  /** Whether the true value is beyond `value`. */
  readonly isBound: boolean;
}

/** The middle and the ends of some of them. */
export interface BoundedSpread {
  readonly median: Bounded;
  readonly min: Bounded;
  readonly max: Bounded;
}

/** Median, least and greatest; a run without success ranks behind every run with it. Null for no values. */
export function boundedSpread(values: readonly Bounded[]): BoundedSpread | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => Number(a.isBound) - Number(b.isBound) || a.value - b.value);
  const middle = quantile(
    sorted.map(({ value }) => value),
    0.5,
  );
  return {
    // Of an even number, the upper of the two in the middle: half a bound is a bound.
    median: { value: middle, isBound: sorted[sorted.length >> 1]!.isBound },
    min: sorted[0]!,
    max: sorted.at(-1)!,
  };
}
