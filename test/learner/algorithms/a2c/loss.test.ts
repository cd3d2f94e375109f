import { describe } from 'vitest';
import { a2cLoss, a2cLossTensor, type A2cBatch } from '../../../../src/learner/algorithms/a2c/loss.js';
import type { ActorCriticOutputs } from '../../../../src/learner/losses/policy-and-value.js';
import { tf } from '../../../support/tfjs.js';
import { testLossForms } from '../conformance.js';
import { POLICIES } from '../support/policies.js';
import { drawPolicyGradientRow, policyAndValueReference } from '../support/policy-gradient.js';

const COLUMNS = ['advantage', 'valueTarget'] as const;

describe.each(POLICIES)('a2cLoss, $name', (policy) => {
  describe.each([
    { entropyCoefficient: 0.01, valueCoefficient: 0.5 },
    { entropyCoefficient: 0, valueCoefficient: 0 },
  ])('coefficients %o', (coefficients) => {
    const options = { distribution: policy.create(), ...coefficients };
    testLossForms<A2cBatch, ActorCriticOutputs>({
      batch: ['action', ...COLUMNS],
      outputs: [...policy.outputs, 'value'],
      matrices: policy.matrices,
      drawRow: (draw) => drawPolicyGradientRow(policy, [...COLUMNS, 'value'], draw),
      host: (batch, outputs, gradients) => {
        const metrics = { loss: NaN, policyLoss: NaN, valueLoss: NaN, entropy: NaN };
        a2cLoss(options, batch, outputs, gradients, metrics);
        return metrics;
      },
      tensors: (batch, outputs) => a2cLossTensor(tf, options, batch, outputs),
      reference: (rows) => policyAndValueReference(policy, rows, coefficients),
    });
  });
});
