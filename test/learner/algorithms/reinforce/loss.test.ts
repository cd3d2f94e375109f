import { describe } from 'vitest';
import {
  reinforceLoss,
  reinforceLossTensor,
  type ReinforceBatch,
} from '../../../../src/learner/algorithms/reinforce/loss.js';
import type { PolicyOutputs } from '../../../../src/learner/distributions/policy-distribution.js';
import { tf } from '../../../support/tfjs.js';
import { testLossForms } from '../conformance.js';
import { POLICIES } from '../support/policies.js';
import { drawPolicyGradientRow, policyReference } from '../support/policy-gradient.js';

describe.each(POLICIES)('reinforceLoss, $name', (policy) => {
  describe.each([0, 0.01])('entropy coefficient %d', (entropyCoefficient) => {
    const options = { distribution: policy.create(), entropyCoefficient };
    testLossForms<ReinforceBatch, PolicyOutputs>({
      batch: ['action', 'advantage', 'policyWeight'],
      outputs: policy.outputs,
      matrices: policy.matrices,
      drawRow: (draw) => drawPolicyGradientRow(policy, ['advantage', 'policyWeight'], draw),
      host: (batch, outputs, gradients) => {
        const metrics = { loss: NaN, policyLoss: NaN, entropy: NaN };
        reinforceLoss(options, batch, outputs, gradients, metrics);
        return metrics;
      },
      tensors: (batch, outputs) => reinforceLossTensor(tf, options, batch, outputs),
      reference: (rows) => policyReference(policy, rows, entropyCoefficient),
    });
  });
});
