/** A policy gradient and the squared error of a value function, in one loss. */
import type { PolicyOutputs, PolicyTensors } from '../distributions/policy-distribution.js';
import type { Scalar, Tensor, Tf } from '../engines/tfjs/tf.js';
import { expectLength } from '../expect-length.js';
import {
  policyGradientLoss,
  policyGradientLossTensor,
  type PolicyGradientBatch,
  type PolicyGradientOptions,
  type PolicyGradientTensors,
  type PolicyMetrics,
} from './policy-gradient.js';
import { squaredErrorLoss, squaredErrorLossTensor, type ValueBatch, type ValueTensors } from './value.js';

/** What a network with a policy and a value gives for `B` observations, or the gradient at it. */
export interface ActorCriticOutputs extends PolicyOutputs {
  /** `V(s_i)`. Shape `[B, 1]`. */
  readonly value: Float32Array;
}

/** {@link ActorCriticOutputs} as tensors. */
export interface ActorCriticOutputTensors extends PolicyTensors {
  readonly value: Tensor;
}

export interface ActorCriticOptions extends PolicyGradientOptions {
  /** Weight of the values' squared error. */
  readonly valueCoefficient: number;
}

/** Overwritten by every call. */
export interface ActorCriticMetrics extends PolicyMetrics {
  /** Squared error of the values, without its coefficient. */
  valueLoss: number;
}

export interface ActorCriticBatch extends PolicyGradientBatch, ValueBatch {}

/** {@link ActorCriticBatch} as tensors. */
export interface ActorCriticTensors extends PolicyGradientTensors, ValueTensors {}

/**
 * ```text
 *   L = policyGradientLoss + valueCoefficient * squaredErrorLoss
 * ```
 *
 * @param gradients - receives `dL / d outputs`
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on `B` or `A`
 */
export function policyAndValueLoss(
  options: ActorCriticOptions,
  batch: ActorCriticBatch,
  outputs: ActorCriticOutputs,
  gradients: ActorCriticOutputs,
  metrics: ActorCriticMetrics,
): void {
  const { valueCoefficient } = options;
  policyGradientLoss(options, batch, outputs, gradients, metrics);
  expectLength('value', outputs.value, batch.advantage.length);
  metrics.valueLoss = squaredErrorLoss(valueCoefficient, batch, outputs.value, gradients.value);
  metrics.loss += valueCoefficient * metrics.valueLoss;
}

/** {@link policyAndValueLoss} as tensors. */
export function policyAndValueLossTensor(
  tf: Tf,
  options: ActorCriticOptions,
  batch: ActorCriticTensors,
  outputs: ActorCriticOutputTensors,
): Scalar {
  const valueLoss = squaredErrorLossTensor(tf, batch, outputs.value);
  return tf.add(
    policyGradientLossTensor(tf, options, batch, outputs),
    tf.mul(options.valueCoefficient, valueLoss),
  );
}
