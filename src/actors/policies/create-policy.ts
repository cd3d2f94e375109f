import { expected } from '../../shared/errors.js';
import { outputsOf, type NetworkSpec } from '../../shared/network/spec.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import { describeSpace, spaceSize } from '../../shared/spaces.js';
import { numActionsOf } from '../envs/actions.js';
import type { ActionSpace } from '../envs/environment.js';
import type { EnvironmentSpec } from '../envs/vector-environment.js';
import type { ActingNetwork } from './acting-network.js';
import { CategoricalPolicy } from './categorical.js';
import { EpsilonGreedyPolicy } from './epsilon-greedy.js';
import { createEpsilonSchedule, type EnvironmentRange } from './epsilon-schedule.js';
import { explorationStreams } from './exploration-streams.js';
import { GaussianPolicy, LOG_STANDARD_DEVIATION } from './gaussian.js';
import { greedyPolicy } from './greedy.js';
import type { Policy, PolicySpec } from './policy.js';

/** The output of a stochastic policy's network: logits of choices, means of boxes. */
export const POLICY = 'policy';

/** For which environments of a run a policy acts, and in which life of its actor. */
export interface PolicyPlace {
  readonly range: EnvironmentRange;
  /** The run's. */
  readonly seed: number;
  readonly incarnation: number;
  /** Episodes each environment has behind it. */
  readonly episodesBefore: number;
}

/**
 * Builds the policy an actor explores with.
 *
 * @throws ManyhandsError `ERR_SHAPE` if the network's outputs or the kind of policy do not fit the action space
 */
export function createPolicy(
  spec: PolicySpec,
  acting: ActingNetwork,
  environment: EnvironmentSpec,
  { range, seed, incarnation, episodesBefore }: PolicyPlace,
): Policy {
  const { actionSpace } = environment;
  const streams = explorationStreams(range, seed, incarnation);
  if (spec.kind === 'stochastic') return createSampledPolicy(acting, actionSpace, streams);
  expectChoices(acting.network.spec, actionSpace);
  const numActions = numActionsOf(environment);
  const schedule = createEpsilonSchedule(spec.exploration, range, episodesBefore);
  return new EpsilonGreedyPolicy(acting.network, schedule, numActions, streams);
}

/**
 * Builds the policy that draws from the distribution its network describes.
 *
 * @param streams - one an environment
 * @throws ManyhandsError `ERR_SHAPE` if the network is none of a stochastic policy, or its outputs do not fit the action
 *   space
 */
export function createSampledPolicy(
  acting: ActingNetwork,
  actionSpace: ActionSpace,
  streams: readonly RandomStream[],
): Policy {
  const { network } = acting;
  const { name } = outputsOf(network.spec)[0]!;
  if (name !== POLICY) {
    // Action values would do as logits, and mean nothing.
    throw expected(
      'ERR_SHAPE',
      'network of a stochastic policy',
      `'${POLICY}' as its first output`,
      `'${name}'`,
    );
  }
  expectChoices(network.spec, actionSpace);
  if (actionSpace.kind === 'discrete') return new CategoricalPolicy(acting, actionSpace.n, streams);
  expectOutput(network.spec, LOG_STANDARD_DEVIATION, actionSpace);
  return new GaussianPolicy(network, actionSpace, streams);
}

/**
 * Builds the policy that takes the mode.
 *
 * @throws ManyhandsError `ERR_SHAPE` if the network's first output does not fit the action space
 */
export function createGreedyPolicy(
  { network }: ActingNetwork,
  actionSpace: ActionSpace,
  numEnvs: number,
): Policy {
  expectChoices(network.spec, actionSpace);
  return greedyPolicy(network, actionSpace, numEnvs);
}

/** The first output has one number for every choice, or for every element of a box. */
function expectChoices(spec: NetworkSpec, actionSpace: ActionSpace): void {
  expectOutput(spec, outputsOf(spec)[0]!.name, actionSpace);
}

function expectOutput(spec: NetworkSpec, name: string, actionSpace: ActionSpace): void {
  const length = outputsOf(spec).find((output) => output.name === name)?.length;
  const size = spaceSize(actionSpace);
  if (length === size) return;
  const wanted = `${size} numbers for ${describeSpace(actionSpace)}`;
  throw expected('ERR_SHAPE', `network output '${name}'`, wanted, length ?? 'none');
}
