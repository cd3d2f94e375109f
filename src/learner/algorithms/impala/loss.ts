/**
 * The loss of IMPALA.
 *
 * Source: Espeholt et al., "IMPALA: Scalable Distributed Deep-RL with Importance Weighted Actor-Learner Architectures"
 * (2018), arXiv:1802.01561, section 4.2.
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
export interface ImpalaBatch {
  /** Int32 `[B]`, or float32 `[B, A]` as sampled. */
  readonly action: Int32Array | Float32Array;
  /** `rho_i (r_i + discount * v_{i+1} - V(s_i))`, from V-trace, held constant. Shape `[B]`. */
  readonly advantage: Float32Array;
  /** `v_i`, from V-trace, held constant. Shape `[B]`. */
  readonly valueTarget: Float32Array;
}

/** {@link ImpalaBatch} as tensors. */
export type ImpalaTensors = { readonly [Name in keyof ImpalaBatch]: Tensor };

/**
 * ```text
 *   L = (1 / B) * sum_i ( -log pi(a_i | s_i) * advantage_i
 *                         + valueCoefficient * (V(s_i) - valueTarget_i)^2
 *                         - entropyCoefficient * H(pi(. | s_i)) )
 * ```
 *
 * The importance weights are inside the advantages. The paper sums over a batch where this takes the mean, so that
 * learning rates do not depend on the size of a batch; and the squared error has no factor of one half.
 *
 * @param gradients - receives `dL / d outputs`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function impalaLoss(
  options: ActorCriticOptions,
  batch: ImpalaBatch,
  outputs: ActorCriticOutputs,
  gradients: ActorCriticOutputs,
  metrics: ActorCriticMetrics,
): void {
  policyAndValueLoss(options, batch, outputs, gradients, metrics);
}

/** {@link impalaLoss} as tensors. Gradient flows into `outputs` alone. */
export function impalaLossTensor(
  tf: Tf,
  options: ActorCriticOptions,
  batch: ImpalaTensors,
  outputs: ActorCriticOutputTensors,
): Scalar {
  return policyAndValueLossTensor(tf, options, batch, outputs);
}
