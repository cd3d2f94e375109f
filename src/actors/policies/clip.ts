import type { BoxSpace } from '../../shared/spaces.js';

/** Brings rows of elements between a box's bounds. NaN stays NaN: the environment says who chose it. */
export function clipInto(rows: Float32Array, { low, high }: BoxSpace, into: Float32Array): void {
  const size = low.length;
  for (let first = 0; first < into.length; first += size) {
    for (let k = 0; k < size; k++) into[first + k] = Math.min(Math.max(rows[first + k]!, low[k]!), high[k]!);
  }
}
