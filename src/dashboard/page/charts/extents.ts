import type { ChartSpec } from './chart-spec.js';

/** Least and greatest of what is to be seen. */
export type Extent = readonly [least: number, greatest: number];

/** Free space above and below the data, as a share of their range. */
const PADDING = 0.08;

/**
 * What a vertical axis spans, given what is drawn on it: never nothing.
 *
 * @param data - of the series; null of none
 */
export function spanOf(extent: ChartSpec['extent'], data: Extent | null): Extent {
  if (extent === 'ratio') return [0, 1];
  const [dataLeast, greatest] = data ?? [0, 1];
  const least = extent === 'from-zero' ? Math.min(0, dataLeast) : dataLeast;
  // Zero all the time is a line on the floor.
  if (least === 0 && greatest === 0) return [0, 1];
  // Another level line stands in the middle, or on top of an axis from zero.
  const range = greatest - least || Math.abs(greatest);
  const below = least === 0 ? 0 : PADDING * range;
  return [least - below, greatest + PADDING * range];
}

/** From the least to the greatest of some numbers and another extent. */
export function widen(extent: Extent | null, values: readonly number[]): Extent | null {
  if (values.length === 0) return extent;
  const [least, greatest] = extent ?? [Infinity, -Infinity];
  return [Math.min(least, ...values), Math.max(greatest, ...values)];
}
