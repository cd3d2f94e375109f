import { expected } from '../../shared/errors.js';
import { withoutHead, type NetworkSpec } from '../../shared/network/spec.js';
import { describeSpace, type BoxSpace, type Space } from '../../shared/spaces.js';
import type { AlgorithmConfig } from './config.js';
import { qNetwork } from './dqn/networks.js';
import { policyNetwork } from './policy-network.js';

/** The networks of a run. */
export interface RunNetworks {
  /** What the learner trains and checkpoints hold. */
  readonly trained: NetworkSpec;
  /** What actors act with: the trained one without its value. Its parameters are the first of the trained one's. */
  readonly acting: NetworkSpec;
}

/**
 * The networks of an algorithm for these spaces.
 *
 * @throws ManyhandsError `ERR_CONFIG` if the algorithm cannot choose such actions, or its settings do not fit such observations
 */
export function networksOf(
  algorithm: AlgorithmConfig,
  observationSpace: BoxSpace,
  actionSpace: Space,
): RunNetworks {
  switch (algorithm.name) {
    case 'dqn': {
      if (actionSpace.kind !== 'discrete') {
        const fix = `it values every single action: use ppo or a2c for ${describeSpace(actionSpace)}`;
        throw expected('ERR_CONFIG', 'algorithm.name', 'an algorithm for box actions', `'dqn'; ${fix}`);
      }
      const trained = qNetwork(algorithm, observationSpace, actionSpace.n);
      return { trained, acting: trained };
    }
    case 'reinforce': {
      const trained = policyNetwork(algorithm, observationSpace, actionSpace);
      return { trained, acting: trained };
    }
    case 'actor-critic':
    case 'a2c':
    case 'impala':
    case 'ppo': {
      const trained = policyNetwork(algorithm, observationSpace, actionSpace);
      return { trained, acting: withoutHead(trained, 'value') };
    }
  }
}
