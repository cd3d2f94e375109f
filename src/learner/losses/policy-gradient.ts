/**
 * The policy's half of a policy-gradient loss: the score function estimator with an entropy bonus.
 *
 * Sources: Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning"
 * (1992), doi:10.1007/BF00992696; the entropy bonus as in Mnih et al., "Asynchronous Methods for Deep Reinforcement
 * Learning" (2016), arXiv:1602.01783, section 4.
 */
import type {
  PolicyDistribution,
  PolicyOutputs,
  PolicyTensors,
} from '../distributions/policy-distribution.js';
import type { Scalar, Tensor, Tf } from '../engines/tfjs/tf.js';
import { expectLength } from '../expect-length.js';

/** `B` steps and what is to be learned from them. */
export interface PolicyGradientBatch {
  /** Int32 `[B]`, or float32 `[B, A]` as sampled. */
  readonly action: Int32Array | Float32Array;
  /** Held constant, as is all of a batch. Shape `[B]`. */
  readonly advantage: Float32Array;
  /** Weight of each step; absent: `1 / B`, which makes means. Shape `[B]`. */
  readonly policyWeight?: Float32Array | undefined;
}

export interface PolicyGradientOptions {
  readonly distribution: PolicyDistribution;
  /** Weight of the entropy, which is to be large. */
  readonly entropyCoefficient: number;
}

/** Overwritten by every call. */
export interface PolicyMetrics {
  loss: number;
  /** The loss without the entropy bonus and without the value loss. */
  policyLoss: number;
  /** Mean entropy of the policy over the batch, in nats, whatever the weights. */
  entropy: number;
}

/**
 * The loss of a policy, with its gradient at the policy's outputs.
 *
 * ```text
 *   L = sum_i w_i ( -log pi(a_i | s_i) * advantage_i  -  entropyCoefficient * H(pi(. | s_i)) )
 * ```
 *
 * @param gradients - receives `dL / d outputs`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function policyGradientLoss(
  { distribution, entropyCoefficient }: PolicyGradientOptions,
  { action, advantage, policyWeight }: PolicyGradientBatch,
  outputs: PolicyOutputs,
  gradients: PolicyOutputs,
  metrics: PolicyMetrics,
): void {
  const batchSize = distribution.evaluate(outputs, action);
  expectLength('advantage', advantage, batchSize);
  if (policyWeight !== undefined) expectLength('policyWeight', policyWeight, batchSize);
  const { logProbability, entropy, logProbabilityGradient, entropyGradient } = distribution.rows;

  let policySum = 0;
  let bonusSum = 0;
  let entropySum = 0;
  for (let i = 0; i < batchSize; i++) {
    const weight = policyWeight === undefined ? 1 / batchSize : policyWeight[i]!;
    const slope = -weight * advantage[i]!;
    logProbabilityGradient[i] = slope;
    entropyGradient[i] = -weight * entropyCoefficient;
    policySum += slope * logProbability[i]!;
    bonusSum += weight * entropy[i]!;
    entropySum += entropy[i]!;
  }
  distribution.backward(action, gradients);
  metrics.policyLoss = policySum;
  metrics.entropy = entropySum / batchSize;
  metrics.loss = policySum - entropyCoefficient * bonusSum;
}

/** {@link PolicyGradientBatch} as tensors. */
export interface PolicyGradientTensors {
  readonly action: Tensor;
  readonly advantage: Tensor;
  readonly policyWeight?: Tensor | undefined;
}

/** {@link policyGradientLoss} as tensors. */
export function policyGradientLossTensor(
  tf: Tf,
  { distribution, entropyCoefficient }: PolicyGradientOptions,
  { action, advantage, policyWeight }: PolicyGradientTensors,
  outputs: PolicyTensors,
): Scalar {
  const logProbability = distribution.logProbabilityTensor(tf, outputs, action);
  const bonus = tf.mul(entropyCoefficient, distribution.entropyTensor(tf, outputs));
  const perRow = tf.neg(tf.add(tf.mul(logProbability, advantage), bonus));
  return weightedSum(tf, perRow, policyWeight);
}

/** `sum_i w_i x_i`, or the mean without weights. */
export function weightedSum(tf: Tf, perRow: Tensor, weight: Tensor | undefined): Scalar {
  return weight === undefined ? tf.mean(perRow) : tf.sum(tf.mul(weight, perRow));
}
