/**
 * The loss of REINFORCE.
 *
 * Source: Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning"
 * (1992), doi:10.1007/BF00992696.
 */
import type { PolicyOutputs, PolicyTensors } from '../../distributions/policy-distribution.js';
import type { Scalar, Tensor, Tf } from '../../engines/tfjs/tf.js';
import {
  policyGradientLoss,
  policyGradientLossTensor,
  type PolicyGradientOptions,
  type PolicyMetrics,
} from '../../losses/policy-gradient.js';

/** `N` whole episodes, one after another: `B` steps. */
export interface ReinforceBatch {
  /** Int32 `[B]`, or float32 `[B, A]` as sampled. */
  readonly action: Int32Array | Float32Array;
  /** `G`: the return from each step on, normalised within its episode. Shape `[B]`. */
  readonly advantage: Float32Array;
  /** `1 / N`. Shape `[B]`. */
  readonly policyWeight: Float32Array;
}

/** {@link ReinforceBatch} as tensors. */
export type ReinforceTensors = { readonly [Name in keyof ReinforceBatch]: Tensor };

/**
 * Sum over an episode, mean over the batch's episodes; of one episode it is the notebook's loss.
 *
 * ```text
 *   L = (1 / N) * sum_i ( -log pi(a_i | s_i) * G_i  -  entropyCoefficient * H(pi(. | s_i)) )
 * ```
 *
 * @param gradients - receives `dL / d outputs`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function reinforceLoss(
  options: PolicyGradientOptions,
  batch: ReinforceBatch,
  outputs: PolicyOutputs,
  gradients: PolicyOutputs,
  metrics: PolicyMetrics,
): void {
  policyGradientLoss(options, batch, outputs, gradients, metrics);
}

/** {@link reinforceLoss} as tensors. Gradient flows into `outputs` alone. */
export function reinforceLossTensor(
  tf: Tf,
  options: PolicyGradientOptions,
  batch: ReinforceTensors,
  outputs: PolicyTensors,
): Scalar {
  return policyGradientLossTensor(tf, options, batch, outputs);
}
