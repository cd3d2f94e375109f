import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { PolicyDistribution } from '../../distributions/policy-distribution.js';
import { episodeBatchColumns, type EpisodeBatch } from '../../episodes/episode-batch.js';
import type { ActorCriticOutputs } from '../../losses/policy-and-value.js';
import type { UnrollFormat } from '../../../shared/memory/block-layout.js';
import type { UpdateProgram } from '../algorithm.js';
import { policyPass } from '../policy-pass.js';
import type { ActorCriticConfig } from './config.js';
import { actorCriticLoss, actorCriticLossTensor } from './loss.js';

/** The notebook's Actor-Critic as an engine sees it. */
export function actorCriticProgram(
  { valueCoefficient, entropyCoefficient }: ActorCriticConfig,
  network: NetworkSpec,
  format: UnrollFormat,
  distribution: PolicyDistribution,
): UpdateProgram<EpisodeBatch, ActorCriticOutputs> {
  const options = { distribution, valueCoefficient, entropyCoefficient };
  return {
    network,
    batchColumns: episodeBatchColumns(format),
    passes: [policyPass(network)],
    loss: (batch, outputs, gradients, metrics) =>
      actorCriticLoss(options, batch, outputs, gradients, metrics),
    lossTensor: (tf, batch, outputs) => actorCriticLossTensor(tf, options, batch, outputs),
  };
}
