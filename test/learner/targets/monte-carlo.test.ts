import { describe, expect, it } from 'vitest';
import { discountedReturns, episodeWeights } from '../../../src/learner/targets/monte-carlo.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';

describe('discountedReturns', () => {
  it.each([1, 2, 17, 500])('equals the definition for an episode of %d steps', (numSteps) => {
    const draw = testUniform(numSteps);
    const rewards = Float32Array.from({ length: numSteps }, draw);
    for (const discount of [0, 0.9, 0.99, 1]) {
      const returns = new Float32Array(numSteps).fill(NaN);
      discountedReturns(rewards, discount, returns);
      returns.forEach((value, t) => {
        const wanted = rewards.subarray(t).reduce((sum, reward, k) => sum + discount ** k * reward, 0);
        // Sums below 32 in size, stored in float32: half a unit in the last place is below 1e-6.
        expect(Math.abs(value - wanted)).toBeLessThan(1e-6);
      });
    }
  });

  it('may write over the rewards', () => {
    const rewards = Float32Array.of(1, 1, 0);
    discountedReturns(rewards, 0.5, rewards);
    expect([...rewards]).toEqual([1.5, 1, 0]);
  });

  it('rejects returns of another length', () => {
    expect(() => discountedReturns(new Float32Array(2), 1, new Float32Array(3))).toThrow(
      'returns: expected 2 elements, got 3',
    );
  });
});

describe('episodeWeights', () => {
  const weightsFor = (numRows: number) => ({
    policyWeight: new Float32Array(numRows).fill(NaN),
    valueWeight: new Float32Array(numRows).fill(NaN),
  });

  it('sums over an episode for the policy and averages over it for the value', () => {
    const weights = weightsFor(3);
    episodeWeights([3], weights);
    expect([...weights.policyWeight]).toEqual([1, 1, 1]);
    expect([...weights.valueWeight]).toEqual([1 / 3, 1 / 3, 1 / 3].map(Math.fround));
  });

  it('averages both over the episodes, long and short alike', () => {
    const weights = weightsFor(5);
    episodeWeights([1, 4], weights);
    expect([...weights.policyWeight]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    expect([...weights.valueWeight]).toEqual([0.5, 0.125, 0.125, 0.125, 0.125]);
  });

  it.each([
    [[2, 2], 'policyWeight: expected 4 elements, got 5'],
    [[5, 0], 'length of episode 1: expected a whole number from 1, got 0'],
    [[2.5, 2.5], 'length of episode 0: expected a whole number from 1, got 2.5'],
    [[], 'policyWeight: expected 0 elements, got 5'],
  ])('rejects lengths %j for five rows', (lengths, message) => {
    expect(() => episodeWeights(lengths, weightsFor(5))).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message }) as Error,
    );
  });
});
