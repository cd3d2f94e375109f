import { describe, expect, it } from 'vitest';
import { normalizeAdvantages, normalizeReturns } from '../../../src/learner/targets/normalize.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';

/** The definition in float64. @param freedom - subtracted from the number of values in the variance */
function reference(values: readonly number[], freedom: number, epsilon: number): number[] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (values.length - freedom);
  return values.map((x) => (x - mean) / (Math.sqrt(variance) + epsilon));
}

describe.each([
  ['normalizeAdvantages', normalizeAdvantages, 0, 1e-8],
  ['normalizeReturns', normalizeReturns, 1, 1e-9],
] as const)('%s', (_, normalize, freedom, epsilon) => {
  it.each([2, 3, 64, 1000])('equals the definition for %d values', (length) => {
    const draw = testUniform(length);
    const values = Float32Array.from({ length }, () => 50 + 7 * draw());
    const wanted = reference([...values], freedom, epsilon);
    normalize(values);
    // Values below 2 in size, rounded to float32 once.
    values.forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThan(2e-7));
  });

  it('makes a single value 0, and equal ones', () => {
    const single = Float32Array.of(3.7);
    normalize(single);
    expect([...single]).toEqual([0]);
    const equal = new Float32Array(100).fill(0.1);
    normalize(equal);
    expect(equal.every((value) => value === 0)).toBe(true);
  });

  it('leaves nothing as it is', () => {
    const nothing = new Float32Array(0);
    expect(() => normalize(nothing)).not.toThrow();
  });
});

describe('normalizeReturns', () => {
  it('divides by the unbiased standard deviation, as PyTorch does', () => {
    const returns = Float32Array.of(1, 2, 3);
    normalizeReturns(returns);
    // std of 1, 2, 3 is 1 with T - 1 below, 0.816 with T; and float32 holds nothing of 1e-9 beside 1.
    expect([...returns]).toEqual([-1, 0, 1]);
  });
});
