import type { EpsilonConfig } from '../../shared/config/exploration.js';
import type { Actions } from '../envs/environment.js';

/**
 * How actors choose. Plain data, sent to their threads; what the distribution of a stochastic policy is follows from
 * the action space: categorical over choices, Gaussian over a box.
 */
export type PolicySpec =
  { readonly kind: 'epsilon-greedy'; readonly exploration: EpsilonConfig } | { readonly kind: 'stochastic' };

/**
 * Chooses for `E` environments at once, without allocating.
 *
 * The arrays live as long as the policy and are overwritten by every {@link act}. Each environment draws from a stream
 * of its own, so its actions do not depend on which actor steps it or beside which others.
 */
export interface Policy {
  /** Where the environments put what they observe. Shape `[E, D]`. */
  readonly observations: Float32Array;
  /** Flat network parameters; overwrite to change the policy. */
  readonly parameters: Float32Array;
  /** What was chosen, for the learner. Shape `[E]` for discrete actions, `[E, A]` for boxes. */
  readonly actions: Actions;
  /** What the environments are given: {@link actions}, clipped to the box if there is one. */
  readonly environmentActions: Actions;
  /** Of {@link actions}, shape `[E]`; undefined where the algorithm has no use for them. */
  readonly logProbabilities: Float32Array | undefined;
  /** Mean probability of a random action over the environments, as of the latest step; NaN where there is none. */
  readonly epsilon: number;
  /**
   * Chooses on what {@link observations} hold.
   *
   * @param stepsPerEnv - steps that every environment has made before this one
   */
  act(stepsPerEnv: number): void;
  /** Says that environment `index` has ended an episode. */
  endEpisode(index: number): void;
}
