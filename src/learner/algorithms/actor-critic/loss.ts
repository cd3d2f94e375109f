/**
 * The loss of the course notebook's Actor-Critic: REINFORCE with a learned baseline, on whole episodes.
 *
 * Source: Sutton and Barto, "Reinforcement Learning: An Introduction", 2nd edition (2018), section 13.4.
 */
import type { Scalar, Tensor, Tf } from '../../engines/tfjs/tf.js';
import {
  policyAndValueLoss,
  policyAndValueLossTensor,
  type ActorCriticMetrics,
  type ActorCriticOptions,
  type ActorCriticOutputs,
  type ActorCriticOutputTensors,
} from '../../losses/policy-and-value.js';

/** `N` whole episodes, one after another: `B` steps, `T_i` of them in the episode of step `i`. */
export interface EpisodesBatch {
  /** Int32 `[B]`, or float32 `[B, A]` as sampled. */
  readonly action: Int32Array | Float32Array;
  /** `G_i - V(s_i)` with the values from before the update, held constant. Shape `[B]`. */
  readonly advantage: Float32Array;
  /** `1 / N`. Shape `[B]`. */
  readonly policyWeight: Float32Array;
  /** `G_i`: the return from each step on. Shape `[B]`. */
  readonly valueTarget: Float32Array;
  /** `1 / (N * T_i)`. Shape `[B]`. */
  readonly valueWeight: Float32Array;
}

/** {@link EpisodesBatch} as tensors. */
export type EpisodesTensors = { readonly [Name in keyof EpisodesBatch]: Tensor };

/**
 * The policy's terms are summed over an episode and the value's averaged over it, as in the notebook; both are then
 * averaged over the batch's episodes.
 *
 * ```text
 *   L = (1 / N) * sum_i ( -log pi(a_i | s_i) * advantage_i  -  entropyCoefficient * H(pi(. | s_i)) )
 *     + valueCoefficient * (1 / N) * sum_i (V(s_i) - G_i)^2 / T_i
 * ```
 *
 * The notebook's coefficients are 0 for the entropy and 1 for the value.
 *
 * @param gradients - receives `dL / d outputs`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function actorCriticLoss(
  options: ActorCriticOptions,
  batch: EpisodesBatch,
  outputs: ActorCriticOutputs,
  gradients: ActorCriticOutputs,
  metrics: ActorCriticMetrics,
): void {
  policyAndValueLoss(options, batch, outputs, gradients, metrics);
}

/** {@link actorCriticLoss} as tensors. Gradient flows into `outputs` alone. */
export function actorCriticLossTensor(
  tf: Tf,
  options: ActorCriticOptions,
  batch: EpisodesTensors,
  outputs: ActorCriticOutputTensors,
): Scalar {
  return policyAndValueLossTensor(tf, options, batch, outputs);
}
