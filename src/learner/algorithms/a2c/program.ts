import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { PolicyDistribution } from '../../distributions/policy-distribution.js';
import type { ActorCriticOutputs } from '../../losses/policy-and-value.js';
import { policyBatchColumns, type PolicyBatch } from '../../unrolls/policy-batch.js';
import type { UnrollFormat } from '../../../shared/memory/block-layout.js';
import type { UpdateProgram } from '../algorithm.js';
import { policyPass } from '../policy-pass.js';
import type { A2cConfig } from './config.js';
import { a2cLoss, a2cLossTensor } from './loss.js';

/** A2C as an engine sees it. */
export function a2cProgram(
  { valueCoefficient, entropyCoefficient }: A2cConfig,
  network: NetworkSpec,
  format: UnrollFormat,
  distribution: PolicyDistribution,
): UpdateProgram<PolicyBatch, ActorCriticOutputs> {
  const options = { distribution, valueCoefficient, entropyCoefficient };
  return {
    network,
    batchColumns: policyBatchColumns(format),
    passes: [policyPass(network)],
    loss: (batch, outputs, gradients, metrics) => a2cLoss(options, batch, outputs, gradients, metrics),
    lossTensor: (tf, batch, outputs) => a2cLossTensor(tf, options, batch, outputs),
  };
}
