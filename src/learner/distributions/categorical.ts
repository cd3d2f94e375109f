import type { Tensor, Tf } from '../engines/tfjs/tf.js';
import { expectLength, numRowsOf } from '../expect-length.js';
import { pick } from '../losses/pick.js';
import type { PolicyDistribution, PolicyOutputs, PolicyTensors } from './policy-distribution.js';
import { PolicyRows } from './policy-rows.js';

/**
 * One of `A` actions, with probability `softmax(logits)`.
 *
 * ```text
 *   log pi(k)        = logit_k - log sum_j exp(logit_j)
 *   H                = -sum_k pi(k) log pi(k)
 *   d log pi(a)/d_k  = [k = a] - pi(k)
 *   dH/d_k           = -pi(k) (log pi(k) + H)
 * ```
 *
 * The largest logit is taken off first and no logarithm is taken of a probability, so logits of any finite size do.
 * Actions are int32 in `[0, A)`.
 */
export class CategoricalDistribution implements PolicyDistribution {
  readonly rows = new PolicyRows();
  readonly #numActions: number;
  /** `log pi` and `pi` of every action of the latest batch. Shape `[B, A]`. */
  #logProbabilities = new Float64Array(0);
  #probabilities = new Float64Array(0);
  #numRows = 0;

  constructor(numActions: number) {
    this.#numActions = numActions;
  }

  evaluate({ policy: logits }: PolicyOutputs, action: Int32Array | Float32Array): number {
    const numActions = this.#numActions;
    const numRows = numRowsOf('action', action, 1);
    expectLength('policy', logits, numRows * numActions);
    this.#reserve(numRows);
    const logProbabilities = this.#logProbabilities;
    const probabilities = this.#probabilities;
    const { logProbability, entropy } = this.rows;

    for (let i = 0, row = 0; i < numRows; i++, row += numActions) {
      const end = row + numActions;
      let largest = logits[row]!;
      for (let k = row + 1; k < end; k++) if (logits[k]! > largest) largest = logits[k]!;

      let sum = 0;
      for (let k = row; k < end; k++) {
        // The largest needs no exponential: of two actions, that is half of them.
        sum += probabilities[k] = logits[k] === largest ? 1 : Math.exp(logits[k]! - largest);
      }
      const logSum = largest + Math.log(sum);
      let uncertainty = 0;
      for (let k = row; k < end; k++) {
        const probability = (probabilities[k]! /= sum);
        uncertainty -= probability * (logProbabilities[k] = logits[k]! - logSum);
      }
      logProbability[i] = logProbabilities[row + action[i]!]!;
      entropy[i] = uncertainty;
    }
    return numRows;
  }

  backward(action: Int32Array | Float32Array, { policy: gradient }: PolicyOutputs): void {
    const numActions = this.#numActions;
    const numRows = this.#numRows;
    expectLength('action', action, numRows);
    expectLength('policy gradient', gradient, numRows * numActions);
    const logProbabilities = this.#logProbabilities;
    const probabilities = this.#probabilities;
    const { entropy, logProbabilityGradient, entropyGradient } = this.rows;

    for (let i = 0, row = 0; i < numRows; i++, row += numActions) {
      const slope = logProbabilityGradient[i]!;
      const entropySlope = entropyGradient[i]!;
      const taken = row + action[i]!;
      for (let k = row; k < row + numActions; k++) {
        const fromEntropy = entropySlope * (logProbabilities[k]! + entropy[i]!);
        gradient[k] = (k === taken ? slope : 0) - probabilities[k]! * (slope + fromEntropy);
      }
    }
  }

  logProbabilityTensor(tf: Tf, { policy: logits }: PolicyTensors, action: Tensor): Tensor {
    return pick(tf, tf.logSoftmax(logits), action);
  }

  entropyTensor(tf: Tf, { policy: logits }: PolicyTensors): Tensor {
    const logProbabilities = tf.logSoftmax(logits);
    return tf.neg(tf.sum(tf.mul(tf.exp(logProbabilities), logProbabilities), -1));
  }

  #reserve(numRows: number): void {
    this.rows.reserve(numRows);
    this.#numRows = numRows;
    const length = numRows * this.#numActions;
    if (this.#probabilities.length >= length) return;
    this.#logProbabilities = new Float64Array(length);
    this.#probabilities = new Float64Array(length);
  }
}
