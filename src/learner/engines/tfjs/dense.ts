import type { DenseLayer } from '../../../shared/network/spec.js';
import { activate, fusedActivation, throughActivation } from './activation.js';
import type { TfjsBackend } from './backend.js';
import type { LayerRun } from './layer-run.js';
import type { Tensor, Tensor2D, Tf } from './tf.js';

type Backend = Pick<TfjsBackend, 'tf' | 'traits'>;

/**
 * A dense layer: x `[B, inputs]`, weight `[inputs, outputs]`, bias `[outputs]`; back, `dW = x^T dy`, `dx = dy W^T`, and `db` is the sum
 * of the rows of dy.
 */
export function dense(
  backend: Backend,
  { activation }: DenseLayer,
  x: Tensor,
  [weight, bias]: readonly [Tensor, Tensor],
): LayerRun {
  const { tf } = backend;
  const fused = fusedActivation(activation);
  const sums = tf.fused.matMul({ a: x, b: weight, bias, activation: fused });
  const y = activate(tf, activation, sums, fused);
  return {
    y,
    gradients(dy, isAsked) {
      const d = throughActivation(tf, activation, y, dy) as Tensor2D;
      const own = [weightProduct(backend, x as Tensor2D, d), rowSum(tf, d)];
      return isAsked ? [...own, inputProduct(backend, d, weight as Tensor2D)] : own;
    },
  };
}

function weightProduct({ tf, traits }: Backend, x: Tensor2D, d: Tensor2D): Tensor {
  return traits.transposesFirst ? tf.matMul(tf.transpose(x), d) : tf.matMul(x, d, true, false);
}

function inputProduct({ tf, traits }: Backend, d: Tensor2D, weight: Tensor2D): Tensor {
  if (!traits.transposesFirst) return tf.matMul(d, weight, false, true);
  const [rows, outputs] = d.shape;
  const inputs = weight.shape[0];
  // Either is transposed, then moved about once more on its way into the product; and (W d^T)^T itself is transposed.
  const ofGradients = rows * (2 * outputs + inputs);
  const ofWeights = 2 * inputs * outputs;
  if (ofGradients < ofWeights) return tf.transpose(tf.matMul(weight, tf.transpose(d)));
  return tf.matMul(d, tf.transpose(weight));
}

/**
 * `[outputs]`: as a product, which backends are quicker at than at a sum over rows.
 *
 * @param d - `[rows, outputs]`
 */
export function rowSum(tf: Tf, d: Tensor2D): Tensor {
  // Not ones, which are made on the host and go up.
  return tf.reshape(tf.matMul(tf.fill([1, d.shape[0]], 1), d), [-1]);
}
