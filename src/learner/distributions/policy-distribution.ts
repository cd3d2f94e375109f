import type { Tensor, Tf } from '../engines/tfjs/tf.js';
import type { PolicyRows } from './policy-rows.js';

/** What a policy network gives for `B` observations, or the gradient at it. */
export interface PolicyOutputs {
  /** Logits, or means. Shape `[B, A]`. */
  readonly policy: Float32Array;
  /** Of a Gaussian policy. Shape `[B, A]`. */
  readonly logStandardDeviation?: Float32Array | undefined;
}

/** {@link PolicyOutputs} as tensors. */
export interface PolicyTensors {
  readonly policy: Tensor;
  readonly logStandardDeviation?: Tensor | undefined;
}

/**
 * A family of distributions over actions, so that a loss is written once, in terms of the log-probability of the
 * action taken and of the entropy, row by row.
 *
 * It works in memory of its own, which grows to the largest batch seen and then stays: one instance per thread and
 * update, not shared.
 */
export interface PolicyDistribution {
  /** Results of the latest {@link evaluate}, and where {@link backward} finds the gradients at them. */
  readonly rows: PolicyRows;

  /**
   * Fills `rows.logProbability` and `rows.entropy`.
   *
   * @param action - the actions taken: int32 `[B]`, or float32 `[B, A]` as sampled, before any clipping
   * @returns `B`
   * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`, or `B` is 0
   */
  evaluate(outputs: PolicyOutputs, action: Int32Array | Float32Array): number;

  /**
   * Carries the gradients at log-probability and entropy back to the outputs of the latest {@link evaluate}.
   *
   * @param gradients - every element is overwritten
   * @throws ManyhandsError `ERR_SHAPE` if the arrays have another shape than those of that call
   */
  backward(action: Int32Array | Float32Array, gradients: PolicyOutputs): void;

  /** Log-probability of each row's action. Shape `[B]`. */
  logProbabilityTensor(tf: Tf, outputs: PolicyTensors, action: Tensor): Tensor;

  /** Entropy of each row. Shape `[B]`. */
  entropyTensor(tf: Tf, outputs: PolicyTensors): Tensor;
}
