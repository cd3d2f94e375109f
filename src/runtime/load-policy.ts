import type { Action } from '../actors/envs/environment.js';
import { createActingNetwork } from '../actors/policies/acting-network.js';
import { createGreedyPolicy } from '../actors/policies/create-policy.js';
import { expected } from '../shared/errors.js';
import { loadKernelModule } from '../shared/kernels/load.js';
import { outputsOf } from '../shared/network/spec.js';
import { readPolicyCheckpoint } from './read-policy-checkpoint.js';

/** A trained policy, ready to act. */
export interface Policy {
  /** Id of the environment it was trained on. */
  readonly environment: string;
  readonly weightsSha256: string;
  /**
   * The greedy action: the choice with the greatest value or probability, or the mean inside its box, a fresh array.
   *
   * @param observation - flat, as the environment gives it
   * @throws ManyhandsError `ERR_SHAPE` if it has another length than the network takes
   */
  act(observation: ArrayLike<number>): Action;
  /**
   * The network's first output for an observation, a fresh array: of a Q-network the action values, of a stochastic
   * policy the logits or the means. Shape `[A]`
   *
   * @throws ManyhandsError as {@link act}
   */
  values(observation: ArrayLike<number>): Float32Array;
  /**
   * What the network expects to earn from an observation on; undefined if it has no value head.
   *
   * @throws ManyhandsError as {@link act}
   */
  value(observation: ArrayLike<number>): number | undefined;
}

const VALUE = 'value';

/**
 * Loads the policy of a run or a checkpoint.
 *
 * @param path - a run directory (its best checkpoint), or a checkpoint
 * @throws ManyhandsError `ERR_CHECKPOINT_*` if it is not there, damaged or of another kind
 */
export function loadPolicy(path: string): Policy {
  const { manifest, network: spec, actionSpace, weights } = readPolicyCheckpoint(path);
  const acting = createActingNetwork(loadKernelModule(), spec, 1);
  const { network } = acting;
  const greedy = createGreedyPolicy(acting, actionSpace, 1);
  const hasValue = outputsOf(spec).some(({ name }) => name === VALUE);
  greedy.parameters.set(weights);

  function observe(observation: ArrayLike<number>): void {
    const { length } = greedy.observations;
    if (observation.length !== length) {
      throw expected('ERR_SHAPE', 'observation', `${length} numbers`, observation.length);
    }
    greedy.observations.set(observation);
  }
  return {
    environment: manifest.environment.id,
    weightsSha256: manifest.weightsSha256,
    act(observation) {
      observe(observation);
      greedy.act(0);
      const { environmentActions } = greedy;
      return environmentActions instanceof Int32Array ? environmentActions[0]! : environmentActions.slice();
    },
    values(observation) {
      observe(observation);
      return network.forward(1).slice();
    },
    value(observation) {
      observe(observation);
      if (!hasValue) return undefined;
      network.forward(1);
      return network.output(VALUE, 1)[0]!;
    },
  };
}
