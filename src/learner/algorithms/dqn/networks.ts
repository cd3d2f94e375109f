import { singleOutputNetwork } from '../../../shared/network/dense-network.js';
import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { BoxSpace } from '../../../shared/spaces.js';
import { observationLayers } from '../observation-layers.js';
import type { DqnConfig } from './config.js';

/**
 * The Q-network: convolutions and hidden layers as configured, then one linear output per action.
 *
 * @throws ManyhandsError `ERR_CONFIG` if the observations are not what the settings need
 */
export function qNetwork(
  settings: Pick<DqnConfig, 'convolution' | 'hidden' | 'activation'>,
  observationSpace: BoxSpace,
  numActions: number,
): NetworkSpec {
  const { hidden, activation } = settings;
  const shape = { ...observationLayers(settings, observationSpace), hidden, activation };
  return singleOutputNetwork(shape, numActions);
}
