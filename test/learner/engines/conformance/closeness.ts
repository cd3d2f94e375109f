import { expect } from 'vitest';
import type { ParameterLayout } from '../../../../src/shared/network/parameters.js';

/** Half a unit in the last place on either side, of a number near 1. */
const ROUNDING = 2 ** -23;

/**
 * How far two vectors are apart, over how far they may be: at most 1 is close.
 *
 * Tensor by tensor, relative to the largest element. Not to each element: one that is a sum of terms which cancel keeps the error of its
 * terms. And not to the largest of the whole vector, next to which the bias of a last layer would be nothing.
 */
export function strayOf(
  { tensors }: ParameterLayout,
  got: Float32Array,
  wanted: Float32Array,
  tolerance: number,
): number {
  return worst(tensors, (from, to) => ({
    distance: distanceOf(got.subarray(from, to), wanted.subarray(from, to)),
    allowed: tolerance * largest(wanted.subarray(from, to)),
  }));
}

/**
 * The same of what weights have changed by. Relative to the weights themselves, even an update that was left out would be close. That
 * they are rounded to float32 after it is allowed for.
 */
export function strayOfChange(
  { tensors }: ParameterLayout,
  first: Float32Array,
  got: Float32Array,
  wanted: Float32Array,
  tolerance: number,
): number {
  return worst(tensors, (from, to) => ({
    distance: distanceOf(got.subarray(from, to), wanted.subarray(from, to)),
    allowed:
      tolerance * distanceOf(wanted.subarray(from, to), first.subarray(from, to)) +
      ROUNDING * largest(wanted.subarray(from, to)),
  }));
}

/** Holds figures to others, relative to their size or, below it, to 1: they are sums of terms near 1. NaN says that there is none. */
export function expectFigures(
  got: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
  tolerance: number,
): void {
  const strays = Object.entries(wanted).map(([name, value]) => {
    const figure = got[name]!;
    if (Number.isNaN(value)) return [name, Number.isNaN(figure) ? 0 : figure];
    return [name, Math.abs(figure - value) / Math.max(1, Math.abs(value))];
  });
  for (const [name, stray] of strays) expect(stray, String(name)).toBeLessThanOrEqual(tolerance);
}

export function distanceOf(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

export function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function worst(
  tensors: ParameterLayout['tensors'],
  measure: (from: number, to: number) => { readonly distance: number; readonly allowed: number },
): number {
  const strays = tensors.map(({ offset, length }) => {
    const { distance, allowed } = measure(offset, offset + length);
    // NaN if anything is: it is close to nothing.
    return distance === 0 ? 0 : distance / allowed;
  });
  return Math.max(0, ...strays);
}
