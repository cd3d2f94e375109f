import type { Tensor, Tf } from '../engines/tfjs/tf.js';
import { expected } from '../../shared/errors.js';
import { expectLength, numRowsOf } from '../expect-length.js';
import type { PolicyDistribution, PolicyOutputs, PolicyTensors } from './policy-distribution.js';
import { PolicyRows } from './policy-rows.js';

const LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Entropy of a standard normal, in nats. */
const UNIT_ENTROPY = 0.5 + LOG_SQRT_TWO_PI;

/**
 * Actions of `A` numbers, each normal with a mean and a standard deviation of its own, independent of the others.
 *
 * ```text
 *   z_d                    = (a_d - mean_d) / sigma_d,          sigma_d = exp(l_d)
 *   log pi(a)              = -sum_d ( z_d^2 / 2 + l_d + log(2 pi) / 2 )
 *   H                      =  sum_d ( l_d + log(2 pi e) / 2 )
 *   d log pi(a) / d mean_d = z_d / sigma_d                      dH / d mean_d = 0
 *   d log pi(a) / d l_d    = z_d^2 - 1                          dH / d l_d    = 1
 * ```
 *
 * `l`, the logarithm of the standard deviation, is an output like the means, whether or not it depends on the
 * observation. The action is the sample before it was clipped to its box: that is what the density is of.
 */
export class GaussianDistribution implements PolicyDistribution {
  readonly rows = new PolicyRows();
  readonly #actionSize: number;
  /** `z` and `1 / sigma` of the latest batch. Shape `[B, A]`. */
  #z = new Float64Array(0);
  #perSigma = new Float64Array(0);
  #numRows = 0;

  constructor(actionSize: number) {
    this.#actionSize = actionSize;
  }

  evaluate(
    { policy: means, logStandardDeviation }: PolicyOutputs,
    action: Int32Array | Float32Array,
  ): number {
    const actionSize = this.#actionSize;
    const numRows = numRowsOf('action', action, actionSize);
    const logSigmas = requireLogSigmas(logStandardDeviation);
    expectLength('policy', means, action.length);
    expectLength('logStandardDeviation', logSigmas, action.length);
    this.#reserve(numRows);
    const z = this.#z;
    const perSigma = this.#perSigma;
    const { logProbability, entropy } = this.rows;

    for (let i = 0, k = 0; i < numRows; i++) {
      let squares = 0;
      let logSigma = 0;
      for (const end = k + actionSize; k < end; k++) {
        const inverse = (perSigma[k] = Math.exp(-logSigmas[k]!));
        const deviation = (z[k] = (action[k]! - means[k]!) * inverse);
        squares += deviation * deviation;
        logSigma += logSigmas[k]!;
      }
      logProbability[i] = -0.5 * squares - logSigma - actionSize * LOG_SQRT_TWO_PI;
      entropy[i] = logSigma + actionSize * UNIT_ENTROPY;
    }
    return numRows;
  }

  backward(action: Int32Array | Float32Array, { policy, logStandardDeviation }: PolicyOutputs): void {
    const actionSize = this.#actionSize;
    const length = this.#numRows * actionSize;
    const sigmaGradient = requireLogSigmas(logStandardDeviation);
    expectLength('action', action, length);
    expectLength('policy gradient', policy, length);
    expectLength('logStandardDeviation gradient', sigmaGradient, length);
    const z = this.#z;
    const perSigma = this.#perSigma;
    const { logProbabilityGradient, entropyGradient } = this.rows;

    for (let i = 0, k = 0; i < this.#numRows; i++) {
      const slope = logProbabilityGradient[i]!;
      const entropySlope = entropyGradient[i]!;
      for (const end = k + actionSize; k < end; k++) {
        const deviation = z[k]!;
        policy[k] = slope * deviation * perSigma[k]!;
        sigmaGradient[k] = slope * (deviation * deviation - 1) + entropySlope;
      }
    }
  }

  logProbabilityTensor(tf: Tf, outputs: PolicyTensors, action: Tensor): Tensor {
    const logSigmas = requireLogSigmas(outputs.logStandardDeviation);
    const z = tf.mul(tf.sub(action, outputs.policy), tf.exp(tf.neg(logSigmas)));
    const halfSquares = tf.mul(0.5, tf.square(z));
    return tf.neg(tf.sum(tf.add(tf.add(halfSquares, logSigmas), LOG_SQRT_TWO_PI), -1));
  }

  entropyTensor(tf: Tf, { logStandardDeviation }: PolicyTensors): Tensor {
    return tf.sum(tf.add(requireLogSigmas(logStandardDeviation), UNIT_ENTROPY), -1);
  }

  #reserve(numRows: number): void {
    this.rows.reserve(numRows);
    this.#numRows = numRows;
    const length = numRows * this.#actionSize;
    if (this.#z.length >= length) return;
    this.#z = new Float64Array(length);
    this.#perSigma = new Float64Array(length);
  }
}

function requireLogSigmas<T>(values: T | undefined): T {
  if (values === undefined) {
    throw expected('ERR_SHAPE', 'logStandardDeviation', 'an output of the Gaussian policy', 'none');
  }
  return values;
}
