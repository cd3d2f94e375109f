/**
 * The clipped loss of proximal policy optimisation.
 *
 * Sources:
 * - Schulman et al., "Proximal Policy Optimization Algorithms" (2017), arXiv:1707.06347, equations 7 and 9.
 * - The clipped value loss is not in the paper: Dhariwal et al., "OpenAI Baselines" (2017), `ppo2`.
 * - Schulman, "Approximating KL Divergence" (2020), joschu.net/blog/kl-approx.html: the estimator `k3`.
 */
import type { Scalar, Tensor, Tf } from '../../engines/tfjs/tf.js';
import { expectLength } from '../../expect-length.js';
import type {
  ActorCriticMetrics,
  ActorCriticOptions,
  ActorCriticOutputs,
  ActorCriticOutputTensors,
} from '../../losses/policy-and-value.js';
import {
  clippedSquaredErrorLoss,
  clippedSquaredErrorLossTensor,
  squaredErrorLoss,
  squaredErrorLossTensor,
} from '../../losses/value.js';

/**
 * Largest size of a log-ratio: `exp(20)` is about 5e8, which float32 holds with room for sums, and a policy that far
 * off is stopped by the KL divergence.
 */
export const MAX_LOG_RATIO = 20;

const NO_VALUES = new Float32Array(0);

/** `B` steps, with what was known of them when they were collected. */
export interface PpoBatch {
  /** Int32 `[B]`, or float32 `[B, A]` as sampled. */
  readonly action: Int32Array | Float32Array;
  /** `log pi_old(a_i | s_i)`. Shape `[B]`, as are the columns below. */
  readonly behaviourLogProbability: Float32Array;
  readonly advantage: Float32Array;
  readonly valueTarget: Float32Array;
  /** `V_old(s_i)`. Needed to clip the value loss. */
  readonly behaviourValue?: Float32Array | undefined;
}

export interface PpoOptions extends ActorCriticOptions {
  /** `epsilon`: how far the ratio may move from 1 before there is nothing more to gain. */
  readonly clipRange: number;
  /** The same for values, in units of return; null: their loss is not clipped. */
  readonly valueClipRange: number | null;
}

/** Overwritten by every call. */
export interface PpoMetrics extends ActorCriticMetrics {
  /** Estimate of `KL(pi_old || pi)`, in nats; never negative. */
  klDivergence: number;
  /** Share of the rows whose ratio has left the clip range. */
  clipRatio: number;
}

/**
 * The loss and its gradient.
 *
 * ```text
 *   ratio_i      = exp( clip(log pi(a_i | s_i) - log pi_old(a_i | s_i), -20, 20) )
 *   L_pi         = -(1 / B) * sum_i min( ratio_i * A_i, clip(ratio_i, 1 - epsilon, 1 + epsilon) * A_i )
 *   L            = L_pi + valueCoefficient * L_V - entropyCoefficient * (1 / B) * sum_i H(pi(. | s_i))
 *   klDivergence = (1 / B) * sum_i ( (ratio_i - 1) - log ratio_i )
 * ```
 *
 * `L_V` is the mean squared error of the values, clipped or not, without a factor of one half.
 *
 * @param gradients - receives `dL / d outputs`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function ppoLoss(
  { distribution, clipRange, valueClipRange, valueCoefficient, entropyCoefficient }: PpoOptions,
  batch: PpoBatch,
  outputs: ActorCriticOutputs,
  gradients: ActorCriticOutputs,
  metrics: PpoMetrics,
): void {
  const { action, behaviourLogProbability, advantage } = batch;
  const batchSize = distribution.evaluate(outputs, action);
  expectLength('behaviourLogProbability', behaviourLogProbability, batchSize);
  expectLength('advantage', advantage, batchSize);
  expectLength('value', outputs.value, batchSize);
  const { logProbability, entropy, logProbabilityGradient, entropyGradient } = distribution.rows;

  let objective = 0;
  let entropySum = 0;
  let divergence = 0;
  let numClipped = 0;
  for (let i = 0; i < batchSize; i++) {
    const difference = logProbability[i]! - behaviourLogProbability[i]!;
    const logRatio = Math.max(-MAX_LOG_RATIO, Math.min(MAX_LOG_RATIO, difference));
    // Near 1 a ratio has lost the digits of the divergence; what is over 1 has not.
    const excess = Math.expm1(logRatio);
    const ratio = 1 + excess;
    const gain = advantage[i]!;
    const clipped = Math.max(1 - clipRange, Math.min(1 + clipRange, ratio));
    const isFlat = clipped * gain < ratio * gain || logRatio !== difference;
    objective += Math.min(ratio * gain, clipped * gain);
    logProbabilityGradient[i] = isFlat ? 0 : (-ratio * gain) / batchSize;
    entropyGradient[i] = -entropyCoefficient / batchSize;
    entropySum += entropy[i]!;
    divergence += excess - logRatio;
    if (Math.abs(excess) > clipRange) numClipped++;
  }
  distribution.backward(action, gradients);

  const { value } = outputs;
  metrics.valueLoss =
    valueClipRange === null
      ? squaredErrorLoss(valueCoefficient, batch, value, gradients.value)
      : clippedSquaredErrorLoss(
          valueCoefficient,
          valueClipRange,
          batch.valueTarget,
          batch.behaviourValue ?? NO_VALUES,
          value,
          gradients.value,
        );
  metrics.policyLoss = -objective / batchSize;
  metrics.entropy = entropySum / batchSize;
  metrics.klDivergence = divergence / batchSize;
  metrics.clipRatio = numClipped / batchSize;
  metrics.loss =
    metrics.policyLoss + valueCoefficient * metrics.valueLoss - entropyCoefficient * metrics.entropy;
}

/** {@link PpoBatch} as tensors. */
export type PpoTensors = { readonly [Name in keyof PpoBatch]: Tensor };

/** {@link ppoLoss} as tensors. Gradient flows into `outputs` alone. */
export function ppoLossTensor(
  tf: Tf,
  { distribution, clipRange, valueClipRange, valueCoefficient, entropyCoefficient }: PpoOptions,
  { action, behaviourLogProbability, advantage, valueTarget, behaviourValue }: PpoTensors,
  outputs: ActorCriticOutputTensors,
): Scalar {
  const logProbability = distribution.logProbabilityTensor(tf, outputs, action);
  const difference = tf.sub(logProbability, behaviourLogProbability);
  const ratio = tf.exp(tf.clipByValue(difference, -MAX_LOG_RATIO, MAX_LOG_RATIO));
  const clipped = tf.clipByValue(ratio, 1 - clipRange, 1 + clipRange);
  const objective = tf.minimum(tf.mul(ratio, advantage), tf.mul(clipped, advantage));
  const entropy = tf.mean(distribution.entropyTensor(tf, outputs));

  const valueLoss =
    valueClipRange === null
      ? squaredErrorLossTensor(tf, { valueTarget }, outputs.value)
      : clippedSquaredErrorLossTensor(tf, valueClipRange, valueTarget, behaviourValue!, outputs.value);
  const gain = tf.add(tf.mean(objective), tf.mul(entropyCoefficient, entropy));
  return tf.sub(tf.mul(valueCoefficient, valueLoss), gain);
}
