import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { PolicyDistribution, PolicyOutputs } from '../../distributions/policy-distribution.js';
import { episodeBatchColumns, type EpisodeBatch } from '../../episodes/episode-batch.js';
import type { UnrollFormat } from '../../../shared/memory/block-layout.js';
import type { UpdateProgram } from '../algorithm.js';
import { policyPass } from '../policy-pass.js';
import type { ReinforceConfig } from './config.js';
import { reinforceLoss, reinforceLossTensor } from './loss.js';

/** REINFORCE as an engine sees it. */
export function reinforceProgram(
  { entropyCoefficient }: ReinforceConfig,
  network: NetworkSpec,
  format: UnrollFormat,
  distribution: PolicyDistribution,
): UpdateProgram<EpisodeBatch, PolicyOutputs> {
  const options = { distribution, entropyCoefficient };
  return {
    network,
    batchColumns: episodeBatchColumns(format),
    passes: [policyPass(network)],
    loss: (batch, outputs, gradients, metrics) => reinforceLoss(options, batch, outputs, gradients, metrics),
    lossTensor: (tf, batch, outputs) => reinforceLossTensor(tf, options, batch, outputs),
  };
}
