/** The value function's half of an actor-critic loss. */
import type { Scalar, Tensor, Tf } from '../engines/tfjs/tf.js';
import { expectLength } from '../expect-length.js';
import { weightedSum } from './policy-gradient.js';

/** What the values of `B` states should be. */
export interface ValueBatch {
  /** Held constant, as is all of a batch. Shape `[B]`. */
  readonly valueTarget: Float32Array;
  /** Weight of each row; absent: `1 / B`, which makes the mean. Shape `[B]`. */
  readonly valueWeight?: Float32Array | undefined;
}

/** {@link ValueBatch} as tensors. */
export interface ValueTensors {
  readonly valueTarget: Tensor;
  readonly valueWeight?: Tensor | undefined;
}

/**
 * Squared error of the values, without the factor of one half, as PyTorch's `mse_loss`.
 *
 * ```text
 *   L_V = sum_i w_i (V(s_i) - target_i)^2
 * ```
 *
 * @param value - `V(s_i)`. Shape `[B, 1]`
 * @param gradient - receives `coefficient * dL_V / dV`. Shape `[B, 1]`
 * @returns `L_V`, without the coefficient
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B`
 */
export function squaredErrorLoss(
  coefficient: number,
  { valueTarget, valueWeight }: ValueBatch,
  value: Float32Array,
  gradient: Float32Array,
): number {
  const batchSize = value.length;
  expectLength('valueTarget', valueTarget, batchSize);
  expectLength('value gradient', gradient, batchSize);
  if (valueWeight !== undefined) expectLength('valueWeight', valueWeight, batchSize);

  let sum = 0;
  for (let i = 0; i < batchSize; i++) {
    const weight = valueWeight === undefined ? 1 / batchSize : valueWeight[i]!;
    const error = value[i]! - valueTarget[i]!;
    sum += weight * error * error;
    gradient[i] = 2 * coefficient * weight * error;
  }
  return sum;
}

/** {@link squaredErrorLoss} as tensors, without the coefficient. */
export function squaredErrorLossTensor(
  tf: Tf,
  { valueTarget, valueWeight }: ValueTensors,
  value: Tensor,
): Scalar {
  const error = tf.sub(tf.reshape(value, [-1]), valueTarget);
  return weightedSum(tf, tf.square(error), valueWeight);
}

/**
 * Mean squared error of the values, which gains nothing from moving them further than `range` from where they were
 * when the batch was collected.
 *
 * ```text
 *   V_clip = V_old + clip(V - V_old, -range, range)
 *   L_V    = (1 / B) * sum_i max( (V - target)^2, (V_clip - target)^2 )
 * ```
 *
 * @param value - `V(s_i)`. Shape `[B, 1]`
 * @param behaviourValue - `V_old`. Shape `[B]`
 * @param gradient - receives `coefficient * dL_V / dV`, 0 where the clipped error is the larger. Shape `[B, 1]`
 * @returns `L_V`, without the coefficient
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B`
 */
export function clippedSquaredErrorLoss(
  coefficient: number,
  range: number,
  valueTarget: Float32Array,
  behaviourValue: Float32Array,
  value: Float32Array,
  gradient: Float32Array,
): number {
  const batchSize = value.length;
  expectLength('valueTarget', valueTarget, batchSize);
  expectLength('behaviourValue', behaviourValue, batchSize);
  expectLength('value gradient', gradient, batchSize);

  let sum = 0;
  for (let i = 0; i < batchSize; i++) {
    const old = behaviourValue[i]!;
    const step = value[i]! - old;
    const error = value[i]! - valueTarget[i]!;
    const clippedError = old + Math.max(-range, Math.min(range, step)) - valueTarget[i]!;
    // Within the range both errors are one and the same, but for rounding.
    const isClipped = Math.abs(step) > range && clippedError * clippedError > error * error;
    sum += isClipped ? clippedError * clippedError : error * error;
    gradient[i] = isClipped ? 0 : (2 * coefficient * error) / batchSize;
  }
  return sum / batchSize;
}

/** {@link clippedSquaredErrorLoss} as tensors, without the coefficient. */
export function clippedSquaredErrorLossTensor(
  tf: Tf,
  range: number,
  valueTarget: Tensor,
  behaviourValue: Tensor,
  value: Tensor,
): Scalar {
  const values = tf.reshape(value, [-1]);
  const step = tf.clipByValue(tf.sub(values, behaviourValue), -range, range);
  const error = tf.square(tf.sub(values, valueTarget));
  const clippedError = tf.square(tf.sub(tf.add(behaviourValue, step), valueTarget));
  return tf.mean(tf.maximum(error, clippedError));
}
