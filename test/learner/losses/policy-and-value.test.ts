import { describe, expect, it } from 'vitest';
import { CategoricalDistribution } from '../../../src/learner/distributions/categorical.js';
import {
  policyAndValueLoss,
  type ActorCriticBatch,
  type ActorCriticOutputs,
} from '../../../src/learner/losses/policy-and-value.js';

/** Two steps over three actions. */
function run(
  batch: Partial<ActorCriticBatch> = {},
  outputs: Partial<ActorCriticOutputs> = {},
  gradients: Partial<ActorCriticOutputs> = {},
) {
  const metrics = { loss: NaN, policyLoss: NaN, valueLoss: NaN, entropy: NaN };
  policyAndValueLoss(
    { distribution: new CategoricalDistribution(3), entropyCoefficient: 0.5, valueCoefficient: 2 },
    {
      action: Int32Array.of(0, 2),
      advantage: Float32Array.of(1, -1),
      valueTarget: Float32Array.of(0, 4),
      ...batch,
    },
    { policy: new Float32Array(6), value: Float32Array.of(1, 2), ...outputs },
    { policy: new Float32Array(6).fill(NaN), value: new Float32Array(2).fill(NaN), ...gradients },
    metrics,
  );
  return metrics;
}

describe('policyAndValueLoss', () => {
  it('adds the halves up with their coefficients', () => {
    const { loss, policyLoss, valueLoss, entropy } = run();
    // All actions are alike, and the advantages cancel.
    expect(policyLoss).toBeCloseTo(0, 12);
    expect(entropy).toBeCloseTo(Math.log(3), 12);
    expect(valueLoss).toBe((1 + 4) / 2);
    expect(loss).toBeCloseTo(2 * 2.5 - 0.5 * Math.log(3), 12);
  });

  it('leaves a row of weight 0 out, whatever is in it', () => {
    const weights = { policyWeight: Float32Array.of(1, 0), valueWeight: Float32Array.of(1, 0) };
    const other = { ...weights, valueTarget: Float32Array.of(0, -7), advantage: Float32Array.of(1, 9) };
    expect(run(weights)).toEqual(run(other));
  });

  it.each<[string, Parameters<typeof run>, string]>([
    ['policy', [{}, { policy: new Float32Array(5) }], '6 elements, got 5'],
    ['advantage', [{ advantage: new Float32Array(3) }], '2 elements, got 3'],
    ['policyWeight', [{ policyWeight: new Float32Array(1) }], '2 elements, got 1'],
    ['valueWeight', [{ valueWeight: new Float32Array(1) }], '2 elements, got 1'],
    ['valueTarget', [{ valueTarget: new Float32Array(1) }], '2 elements, got 1'],
    ['value', [{ valueTarget: new Float32Array(3) }, { value: new Float32Array(3) }], '2 elements, got 3'],
    ['policy gradient', [{}, {}, { policy: new Float32Array(5) }], '6 elements, got 5'],
    ['value gradient', [{}, {}, { value: new Float32Array(3) }], '2 elements, got 3'],
  ])('rejects %s of another shape', (name, args, message) => {
    expect(() => run(...args)).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message: `${name}: expected ${message}` }) as Error,
    );
  });
});
