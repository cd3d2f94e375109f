/**
 * The loss of advantage actor-critic.
 *
 * Source: Mnih et al., "Asynchronous Methods for Deep Reinforcement Learning" (2016), arXiv:1602.01783, section 4.
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

/** `B` steps of any unrolls. */
export interface A2cBatch {
  /** Int32 `[B]`, or float32 `[B, A]` as sampled. */
  readonly action: Int32Array | Float32Array;
  /** Of the action over the policy, held constant: generalized advantages, or n-step ones. Shape `[B]`. */
  readonly advantage: Float32Array;
  /** What `V(s_i)` is drawn to, held constant. Shape `[B]`. */
  readonly valueTarget: Float32Array;
}

/** {@link A2cBatch} as tensors. */
export type A2cTensors = { readonly [Name in keyof A2cBatch]: Tensor };

/**
 * ```text
 *   L = (1 / B) * sum_i ( -log pi(a_i | s_i) * advantage_i
 *                         + valueCoefficient * (V(s_i) - valueTarget_i)^2
 *                         - entropyCoefficient * H(pi(. | s_i)) )
 * ```
 *
 * The squared error has no factor of one half: a `valueCoefficient` of 0.5 is half a squared error with weight 1.
 *
 * @param gradients - receives `dL / d outputs`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function a2cLoss(
  options: ActorCriticOptions,
  batch: A2cBatch,
  outputs: ActorCriticOutputs,
  gradients: ActorCriticOutputs,
  metrics: ActorCriticMetrics,
): void {
  policyAndValueLoss(options, batch, outputs, gradients, metrics);
}

/** {@link a2cLoss} as tensors. Gradient flows into `outputs` alone. */
export function a2cLossTensor(
  tf: Tf,
  options: ActorCriticOptions,
  batch: A2cTensors,
  outputs: ActorCriticOutputTensors,
): Scalar {
  return policyAndValueLossTensor(tf, options, batch, outputs);
}
