/** Neighbours drawn as one. */
export interface Bin {
  /** Of the last of them. */
  readonly x: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

/**
 * Puts equally many neighbours into each of at most `maxBins` bins, so that no extreme is lost. A bin of values that are not
 * finite, or in such a place, is left out, and such a value counts for nothing in another.
 *
 * @param x - ascending
 * @param y - one for each
 */
export function binned(x: Float64Array, y: Float64Array, maxBins: number): Bin[] {
  const size = binSize(y.length, maxBins);
  const bins: Bin[] = [];
  for (let start = 0; start < y.length; start += size) {
    const end = Math.min(start + size, y.length);
    const bin = summarize(y.subarray(start, end), x[end - 1]!);
    if (bin !== null && Number.isFinite(bin.x)) bins.push(bin);
  }
  return bins;
}

function summarize(values: Float64Array, x: number): Bin | null {
  let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    count += 1;
  }
  return count === 0 ? null : { x, low, high, mean: sum / count };
}

/** Values in a bin of {@link binned}. */
export function binSize(count: number, maxBins: number): number {
  return Math.max(1, Math.ceil(count / maxBins));
}

/** Indices of every so many-th of some, the last among them. */
export function everyNth(length: number, n: number): number[] {
  const count = Math.ceil(length / n);
  return Array.from({ length: count }, (_, i) => length - 1 - (count - 1 - i) * n);
}
