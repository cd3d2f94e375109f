import { expect } from 'vitest';

/**
 * Figures near 1 and above are compared relatively: they are float32 sums of some dozens of terms, of parameters that
 * have strayed by as little.
 */
const TOLERANCE = 2e-6;

/** Holds a figure to that of a float64 reference, where NaN says that there is none. */
export function expectFigure(name: string, value: number, wanted: number): void {
  if (Number.isNaN(wanted)) expect(value, name).toBeNaN();
  else expect(Math.abs(value - wanted) / Math.max(1, Math.abs(wanted)), name).toBeLessThan(TOLERANCE);
}

/** Largest distance between parameters and those of a reference. */
export function distanceOf(parameters: Float32Array, wanted: Float64Array): number {
  expect(parameters.length).toBe(wanted.length);
  return Math.max(...wanted.map((value, k) => Math.abs(value - parameters[k]!)));
}
