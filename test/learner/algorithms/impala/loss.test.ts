import { describe } from 'vitest';
import {
  impalaLoss,
  impalaLossTensor,
  type ImpalaBatch,
} from '../../../../src/learner/algorithms/impala/loss.js';
import type { ActorCriticOutputs } from '../../../../src/learner/losses/policy-and-value.js';
import { tf } from '../../../support/tfjs.js';
import { testLossForms } from '../conformance.js';
import { POLICIES } from '../support/policies.js';
import { drawPolicyGradientRow, policyAndValueReference } from '../support/policy-gradient.js';

const COLUMNS = ['advantage', 'valueTarget'] as const;

describe.each(POLICIES)('impalaLoss, $name', (policy) => {
  describe.each([{ entropyCoefficient: 0.01, valueCoefficient: 0.5 }])('coefficients %o', (coefficients) => {
    const options = { distribution: policy.create(), ...coefficients };
    testLossForms<ImpalaBatch, ActorCriticOutputs>({
      batch: ['action', ...COLUMNS],
      outputs: [...policy.outputs, 'value'],
      matrices: policy.matrices,
      drawRow: (draw) => drawPolicyGradientRow(policy, [...COLUMNS, 'value'], draw),
      host: (batch, outputs, gradients) => {
        const metrics = { loss: NaN, policyLoss: NaN, valueLoss: NaN, entropy: NaN };
        impalaLoss(options, batch, outputs, gradients, metrics);
        return metrics;
      },
      tensors: (batch, outputs) => impalaLossTensor(tf, options, batch, outputs),
      reference: (rows) => policyAndValueReference(policy, rows, coefficients),
    });
  });
});
