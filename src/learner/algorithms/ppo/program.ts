import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { PolicyDistribution } from '../../distributions/policy-distribution.js';
import type { ActorCriticOutputs } from '../../losses/policy-and-value.js';
import { policyBatchColumns, type PolicyBatch } from '../../unrolls/policy-batch.js';
import type { UnrollFormat } from '../../../shared/memory/block-layout.js';
import type { UpdateProgram } from '../algorithm.js';
import { policyPass } from '../policy-pass.js';
import type { PpoConfig } from './config.js';
import { ppoLoss, ppoLossTensor } from './loss.js';

/** PPO as an engine sees it. @param clipRange - read at every update: it may follow a schedule */
export function ppoProgram(
  { valueClipRange, valueCoefficient, entropyCoefficient }: PpoConfig,
  network: NetworkSpec,
  format: UnrollFormat,
  distribution: PolicyDistribution,
  clipRange: () => number,
): UpdateProgram<PolicyBatch, ActorCriticOutputs> {
  const options = { distribution, valueClipRange, valueCoefficient, entropyCoefficient, clipRange: 0 };
  return {
    network,
    batchColumns: policyBatchColumns(format),
    passes: [policyPass(network)],
    loss(batch, outputs, gradients, metrics) {
      options.clipRange = clipRange();
      ppoLoss(options, batch, outputs, gradients, metrics);
    },
    lossTensor(tf, batch, outputs) {
      options.clipRange = clipRange();
      return ppoLossTensor(tf, options, batch, outputs);
    },
  };
}
