import { actorCriticNetwork } from '../../shared/network/actor-critic-network.js';
import type { NetworkSpec } from '../../shared/network/spec.js';
import { spaceSize, type BoxSpace, type Space } from '../../shared/spaces.js';

/** Normalized observations further out than this are cut off. */
const NORMALIZED_LIMIT = 10;

/** What the policy-gradient algorithms say of their network. */
export interface PolicyNetworkSettings {
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh';
  readonly normalizeObservations: boolean;
  /** Absent where there is no value to share with. */
  readonly sharedTrunk?: boolean;
}

/** A policy for these spaces: logits, or means and standard deviations; the last head is the value, if there is one. */
export function policyNetwork(
  { hidden, activation, normalizeObservations, sharedTrunk }: PolicyNetworkSettings,
  observationSpace: BoxSpace,
  actionSpace: Space,
): NetworkSpec {
  return actorCriticNetwork({
    observationSize: spaceSize(observationSpace),
    policySize: spaceSize(actionSpace),
    hidden,
    activation,
    sharedTrunk: sharedTrunk ?? false,
    normalize: normalizeObservations ? { limit: NORMALIZED_LIMIT } : undefined,
    logStandardDeviation: actionSpace.kind === 'box',
    value: sharedTrunk !== undefined,
  });
}
