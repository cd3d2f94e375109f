import type { OptimizerOptions } from '../engine.js';
import type { Scalar, Tensor, Tf } from './tf.js';

/** What a step leaves. */
export interface OptimizerResult {
  readonly parameters: Tensor;
  readonly moments: readonly Tensor[];
}

/**
 * Steps of all parameters at once, as one vector on the device: a dozen operations a step, whatever the number of layers.
 *
 * ```text
 *   Adam, step t:   m' = beta1 m + (1 - beta1) g        v' = beta2 v + (1 - beta2) g^2
 *                   p' = p - learningRate c / (1 - beta1^t) * m' / (sqrt(v') + epsilon c),  c = sqrt(1 - beta2^t)
 *   RMSProp:        v' = decay v + (1 - decay) g^2      p' = p - learningRate * g / (sqrt(v') + epsilon)
 * ```
 *
 * Sources: Kingma and Ba, "Adam" (2015), arXiv:1412.6980; Tieleman and Hinton, "RMSProp" (2012), Coursera lecture 6.5. Not the
 * library's own: its centred RMSProp has a wrong sign before epsilon, and both take a dozen operations for every layer.
 */
export class FlatOptimizer {
  /** Names of the moments, in their order. */
  readonly momentNames: readonly string[];
  /** Whether the number of steps is a part of its state. */
  readonly countsSteps: boolean;
  readonly #tf: Tf;
  readonly #options: OptimizerOptions;
  readonly #constants: readonly Scalar[];

  constructor(tf: Tf, options: OptimizerOptions) {
    this.#tf = tf;
    this.#options = options;
    const isAdam = options.name === 'adam';
    this.countsSteps = isAdam;
    this.momentNames = isAdam ? ['adam.firstMoment', 'adam.secondMoment'] : ['rmsprop.secondMoment'];
    const numbers = isAdam
      ? [options.beta1, 1 - options.beta1, options.beta2, 1 - options.beta2]
      : [options.decay, 1 - options.decay, options.epsilon];
    // Uploaded once: a number in an operation would be every time.
    this.#constants = numbers.map((value) => tf.keep(tf.scalar(value)));
  }

  /**
   * Call it inside of a `tidy`.
   *
   * @param t - which step this is, from 1
   */
  step(
    parameters: Tensor,
    gradient: Tensor,
    moments: readonly Tensor[],
    t: number,
    learningRate: number,
  ): OptimizerResult {
    const tf = this.#tf;
    const options = this.#options;
    if (options.name === 'adam') {
      const [beta1, rest1, beta2, rest2] = this.#constants as [Scalar, Scalar, Scalar, Scalar];
      const [m, v] = moments as [Tensor, Tensor];
      const first = tf.add(tf.mul(beta1, m), tf.mul(rest1, gradient));
      const second = tf.add(tf.mul(beta2, v), tf.mul(rest2, tf.square(gradient)));
      // The correction of the second moment, moved out of the vectors.
      const correction = Math.sqrt(1 - options.beta2 ** t);
      const offset = options.epsilon * correction;
      const stepSize = (learningRate * correction) / (1 - options.beta1 ** t);
      const direction = tf.div(first, tf.add(tf.sqrt(second), offset));
      return { parameters: tf.sub(parameters, tf.mul(stepSize, direction)), moments: [first, second] };
    }
    const [decay, rest, epsilon] = this.#constants as [Scalar, Scalar, Scalar];
    const [v] = moments as [Tensor];
    const second = tf.add(tf.mul(decay, v), tf.mul(rest, tf.square(gradient)));
    const direction = tf.div(gradient, tf.add(tf.sqrt(second), epsilon));
    return { parameters: tf.sub(parameters, tf.mul(learningRate, direction)), moments: [second] };
  }

  dispose(): void {
    for (const constant of this.#constants) constant.dispose();
  }
}
