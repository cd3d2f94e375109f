import { actorCriticNetwork } from '../../shared/network/actor-critic-network.js';
import type { NetworkSpec } from '../../shared/network/spec.js';
import { spaceSize, type BoxSpace, type Space } from '../../shared/spaces.js';
import { observationLayers, type ObservationSettings } from './observation-layers.js';

/** What the policy-gradient algorithms say of their network. */
export interface PolicyNetworkSettings extends ObservationSettings {
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh';
  /** Absent where there is no value to share with. */
  readonly sharedTrunk?: boolean;
}

/**
 * A policy for these spaces: logits, or means and standard deviations; the last head is the value, if there is one.
 *
 * @throws ManyhandsError `ERR_CONFIG` if the observations are not what the settings need
 */
export function policyNetwork(
  settings: PolicyNetworkSettings,
  observationSpace: BoxSpace,
  actionSpace: Space,
): NetworkSpec {
  const { hidden, activation, sharedTrunk } = settings;
  return actorCriticNetwork({
    ...observationLayers(settings, observationSpace),
    policySize: spaceSize(actionSpace),
    hidden,
    activation,
    sharedTrunk: sharedTrunk ?? false,
    logStandardDeviation: actionSpace.kind === 'box',
    value: sharedTrunk !== undefined,
  });
}
