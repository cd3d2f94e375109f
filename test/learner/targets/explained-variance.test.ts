import { describe, expect, it } from 'vitest';
import { explainedVariance } from '../../../src/learner/targets/explained-variance.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';

const variance = (values: readonly number[]) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
};

describe('explainedVariance', () => {
  it.each([2, 5, 128])('equals the definition for %d rows', (length) => {
    const draw = testUniform(length);
    const targets = Float32Array.from({ length }, () => 100 + draw());
    const values = targets.map((target) => target + 0.3 * draw() - 2);
    const errors = Array.from(targets, (target, i) => target - values[i]!);
    // Both are float64 sums of the same terms.
    expect(
      Math.abs(explainedVariance(values, targets) - (1 - variance(errors) / variance([...targets]))),
    ).toBeLessThan(1e-12);
  });

  it('is 1 for a perfect prediction, 0 for a constant, less for a worse one', () => {
    const targets = Float32Array.of(1, 2, 3, 4);
    expect(explainedVariance(targets.slice(), targets)).toBe(1);
    expect(explainedVariance(new Float32Array(4).fill(9), targets)).toBe(0);
    expect(explainedVariance(Float32Array.of(4, 3, 2, 1), targets)).toBe(-3);
  });

  it('is not a number when there is nothing to explain', () => {
    expect(explainedVariance(Float32Array.of(1, 2), Float32Array.of(5, 5))).toBeNaN();
    expect(explainedVariance(Float32Array.of(1), Float32Array.of(5))).toBeNaN();
    expect(explainedVariance(new Float32Array(0), new Float32Array(0))).toBeNaN();
  });

  it('rejects columns of different lengths', () => {
    expect(() => explainedVariance(new Float32Array(2), new Float32Array(3))).toThrow(
      'values: expected 3 elements, got 2',
    );
  });
});
