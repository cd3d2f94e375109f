/**
 * The temporal-difference loss of Q-learning.
 *
 * Sources:
 * - Mnih et al., "Human-level control through deep reinforcement learning" (2015), doi:10.1038/nature14236: the
 *   target network, and the error clipped to [-1, 1], which is the Huber loss with `delta = 1`.
 * - van Hasselt et al., "Deep Reinforcement Learning with Double Q-learning" (2016), arXiv:1509.06461.
 */
import { expected } from '../../../shared/errors.js';
import type { Scalar, Tensor, Tf } from '../../engines/tfjs/tf.js';
import { expectLength } from '../../expect-length.js';
import { pick } from '../../losses/pick.js';

/** A batch of `B` transitions over `A` actions. */
export interface TdInputs {
  /** Online values `Q(s_{t-1}, .)`. Shape `[B, A]`. */
  readonly qTm1: Float32Array;
  /** Target values `Q'(s_t, .)`, held constant. Shape `[B, A]`. */
  readonly qTargetT: Float32Array;
  /** Values that choose the next action: `Q(s_t, .)` for Double DQN, `Q'(s_t, .)` for DQN. Shape `[B, A]`. */
  readonly qSelectorT: Float32Array;
  /** Shape `[B]`, as are the columns below. */
  readonly actionTm1: Int32Array;
  readonly rewardT: Float32Array;
  /** 0 where the task ended. */
  readonly discountT: Float32Array;
}

export interface TdLossOptions {
  /** Error at which the loss turns from quadratic to linear; `Infinity` is the squared error. */
  readonly huberDelta: number;
  /** 1/2 for the Huber loss as published, 1 for the mean squared error as PyTorch defines it. */
  readonly scale: number;
}

/** Means over a batch, overwritten by every call. */
export interface TdMetrics {
  loss: number;
  qValueMean: number;
  /** Mean absolute TD error, unclipped. */
  tdErrorMean: number;
}

/**
 * Mean TD loss of a batch, with its gradient at the online network's outputs.
 *
 * ```text
 *   y_i       = rewardT_i + discountT_i * qTargetT[i, argmax_a qSelectorT[i, a]]
 *   d_i       = y_i - qTm1[i, a_i]
 *   L         = (1 / B) * sum_i H(d_i)
 *   H(d)      = scale * d^2                              if |d| <= delta
 *               scale * delta * (2 |d| - delta)          otherwise
 *   dL/dq_i,a = -(2 * scale / B) * clip(d_i, -delta, delta)  at the action taken, 0 elsewhere
 * ```
 *
 * Ties between actions go to the first.
 *
 * @param qGradient - receives `dL / dqTm1`. Shape `[B, A]`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function tdLoss(
  inputs: TdInputs,
  { huberDelta, scale }: TdLossOptions,
  qGradient: Float32Array,
  metrics: TdMetrics,
): void {
  const { qTm1, qTargetT, qSelectorT, actionTm1, rewardT, discountT } = inputs;
  const batchSize = actionTm1.length;
  const numActions = qTm1.length / batchSize;
  if (!Number.isInteger(numActions) || numActions < 1) {
    throw expected('ERR_SHAPE', 'qTm1', `rows for a batch of ${batchSize}`, `${qTm1.length} elements`);
  }
  expectLength('qTargetT', qTargetT, qTm1.length);
  expectLength('qSelectorT', qSelectorT, qTm1.length);
  expectLength('qGradient', qGradient, qTm1.length);
  expectLength('rewardT', rewardT, batchSize);
  expectLength('discountT', discountT, batchSize);

  let lossSum = 0;
  let qSum = 0;
  let errorSum = 0;
  qGradient.fill(0);
  for (let i = 0; i < batchSize; i++) {
    const row = i * numActions;
    let best = row;
    for (let k = row + 1; k < row + numActions; k++) if (qSelectorT[k]! > qSelectorT[best]!) best = k;

    const taken = row + actionTm1[i]!;
    const q = qTm1[taken]!;
    const error = rewardT[i]! + discountT[i]! * qTargetT[best]! - q;
    const clipped = Math.max(-huberDelta, Math.min(huberDelta, error));
    // clipped * (2 * error - clipped) is both branches of H at once.
    lossSum += scale * clipped * (2 * error - clipped);
    qGradient[taken] = (-2 * scale * clipped) / batchSize;
    qSum += q;
    errorSum += Math.abs(error);
  }
  metrics.loss = lossSum / batchSize;
  metrics.qValueMean = qSum / batchSize;
  metrics.tdErrorMean = errorSum / batchSize;
}

/** {@link TdInputs} as tensors. */
export type TdTensors = { readonly [Name in keyof TdInputs]: Tensor };

/** {@link tdLoss} as tensors. Gradient flows into `qTm1` alone. */
export function tdLossTensor(
  tf: Tf,
  { qTm1, qTargetT, qSelectorT, actionTm1, rewardT, discountT }: TdTensors,
  { huberDelta, scale }: TdLossOptions,
): Scalar {
  // The value of the best action is then the best value.
  const best = qSelectorT === qTargetT ? tf.max(qTargetT, -1) : pick(tf, qTargetT, tf.argMax(qSelectorT, -1));
  const error = tf.sub(tf.add(rewardT, tf.mul(discountT, best)), pick(tf, qTm1, actionTm1));
  const mean = scale / error.size;
  if (huberDelta === Infinity) return tf.mul(mean, tf.sum(tf.square(error)));

  const clipped = tf.clipByValue(error, -huberDelta, huberDelta);
  // As above: both branches of H at once.
  return tf.mul(mean, tf.sum(tf.mul(clipped, tf.sub(tf.add(error, error), clipped))));
}
