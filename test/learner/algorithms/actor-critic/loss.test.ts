import { describe } from 'vitest';
import {
  actorCriticLoss,
  actorCriticLossTensor,
  type EpisodesBatch,
} from '../../../../src/learner/algorithms/actor-critic/loss.js';
import type { ActorCriticOutputs } from '../../../../src/learner/losses/policy-and-value.js';
import { tf } from '../../../support/tfjs.js';
import { testLossForms } from '../conformance.js';
import { POLICIES } from '../support/policies.js';
import { drawPolicyGradientRow, policyAndValueReference } from '../support/policy-gradient.js';

const COLUMNS = ['advantage', 'policyWeight', 'valueTarget', 'valueWeight'] as const;

describe.each(POLICIES)('actorCriticLoss, $name', (policy) => {
  describe.each([
    { entropyCoefficient: 0, valueCoefficient: 1 },
    { entropyCoefficient: 0.02, valueCoefficient: 0.3 },
  ])('coefficients %o', (coefficients) => {
    const options = { distribution: policy.create(), ...coefficients };
    testLossForms<EpisodesBatch, ActorCriticOutputs>({
      batch: ['action', ...COLUMNS],
      outputs: [...policy.outputs, 'value'],
      matrices: policy.matrices,
      drawRow: (draw) => drawPolicyGradientRow(policy, [...COLUMNS, 'value'], draw),
      host: (batch, outputs, gradients) => {
        const metrics = { loss: NaN, policyLoss: NaN, valueLoss: NaN, entropy: NaN };
        actorCriticLoss(options, batch, outputs, gradients, metrics);
        return metrics;
      },
      tensors: (batch, outputs) => actorCriticLossTensor(tf, options, batch, outputs),
      reference: (rows) => policyAndValueReference(policy, rows, coefficients),
    });
  });
});
