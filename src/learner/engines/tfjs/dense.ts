import type { DenseLayer } from '../../../shared/network/spec.js';
import { activate, throughActivation } from './activation.js';
import type { TfjsBackend } from './backend.js';
import type { Tensor, Tensor2D, Tf } from './tf.js';
import { withGradient, type DifferentiableLayer } from './with-gradient.js';

type Backend = Pick<TfjsBackend, 'tf' | 'traits'>;

/**
 * A dense layer: x `[B, inputs]`, weight `[inputs, outputs]`, bias `[outputs]`.
 *
 * Its gradient is written out, because the library's takes products of transposed matrices, which some backends make many times more
 * slowly than others: `dW = x^T dy`, `dx = dy W^T`, `db` the sum of the rows of dy.
 *
 * @param isConstant - whether nobody asks for a gradient at x
 */
export function dense(
  backend: Backend,
  { activation }: DenseLayer,
  x: Tensor,
  [weight, bias]: readonly [Tensor, Tensor],
  isConstant: boolean,
): Tensor {
  const { tf } = backend;
  const layer: DifferentiableLayer = {
    run: (input) => activate(tf, activation, tf.fused.matMul({ a: input, b: weight, bias })),
    gradients: (ends, isAsked) => {
      const d = throughActivation(tf, activation, ends.y, ends.dy) as Tensor2D;
      const own = [weightProduct(backend, ends.x as Tensor2D, d), rowSum(tf, d)];
      return isAsked ? [...own, inputProduct(backend, d, weight as Tensor2D)] : own;
    },
  };
  return withGradient(tf, layer, x, [weight, bias], isConstant);
}

function weightProduct({ tf, traits }: Backend, x: Tensor2D, d: Tensor2D): Tensor {
  return traits.transposesFirst ? tf.matMul(tf.transpose(x), d) : tf.matMul(x, d, true, false);
}

function inputProduct({ tf, traits }: Backend, d: Tensor2D, weight: Tensor2D): Tensor {
  return traits.transposesFirst ? tf.matMul(d, tf.transpose(weight)) : tf.matMul(d, weight, false, true);
}

/** `[outputs]`: as a product, which backends are quicker at than at a sum over rows. @param d - `[rows, outputs]` */
export function rowSum(tf: Tf, d: Tensor2D): Tensor {
  return tf.reshape(tf.matMul(tf.ones([1, d.shape[0]]), d), [-1]);
}
