import type { InferenceNetwork } from '../../shared/network/forward.js';
import { spaceSize } from '../../shared/spaces.js';
import type { ActionSpace } from '../envs/environment.js';
import { observationRows } from './acting-network.js';
import { clipInto } from './clip.js';
import type { Policy } from './policy.js';

/**
 * The mode of what a network stands for, Q-network or stochastic policy: the choice with the greatest first output, the
 * first of equals; for a box the means, which are the first output.
 */
export function greedyPolicy(network: InferenceNetwork, actionSpace: ActionSpace, numEnvs: number): Policy {
  const common = {
    observations: observationRows(network, numEnvs),
    parameters: network.parameters,
    logProbabilities: undefined,
    epsilon: NaN,
    endEpisode: () => undefined,
  };
  if (actionSpace.kind === 'discrete') {
    const actions = new Int32Array(numEnvs);
    const act = (): void => network.greedyActions(numEnvs, actions);
    return { ...common, actions, environmentActions: actions, act };
  }
  const means = network.outputRegion.view.subarray(0, numEnvs * spaceSize(actionSpace));
  const environmentActions = new Float32Array(means.length);
  const act = (): void => {
    network.forward(numEnvs);
    clipInto(means, actionSpace, environmentActions);
  };
  return { ...common, actions: means, environmentActions, act };
}
