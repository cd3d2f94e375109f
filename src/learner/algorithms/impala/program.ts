import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { PolicyDistribution } from '../../distributions/policy-distribution.js';
import type { ActorCriticOutputs } from '../../losses/policy-and-value.js';
import { policyBatchColumns, type PolicyBatch } from '../../unrolls/policy-batch.js';
import type { UnrollFormat } from '../../../shared/memory/block-layout.js';
import type { UpdateProgram } from '../algorithm.js';
import { policyPass } from '../policy-pass.js';
import type { ImpalaConfig } from './config.js';
import { impalaLoss, impalaLossTensor } from './loss.js';

/** IMPALA as an engine sees it. */
export function impalaProgram(
  { valueCoefficient, entropyCoefficient }: ImpalaConfig,
  network: NetworkSpec,
  format: UnrollFormat,
  distribution: PolicyDistribution,
): UpdateProgram<PolicyBatch, ActorCriticOutputs> {
  const options = { distribution, valueCoefficient, entropyCoefficient };
  return {
    network,
    batchColumns: policyBatchColumns(format),
    passes: [policyPass(network)],
    loss: (batch, outputs, gradients, metrics) => impalaLoss(options, batch, outputs, gradients, metrics),
    lossTensor: (tf, batch, outputs) => impalaLossTensor(tf, options, batch, outputs),
  };
}
