import type { Conv2dLayer } from '../../../shared/network/spec.js';
import { activate, throughActivation } from './activation.js';
import type { TfjsBackend } from './backend.js';
import { rowSum } from './dense.js';
import type { Tensor, Tensor2D, Tensor4D } from './tf.js';
import { withGradient, type DifferentiableLayer } from './with-gradient.js';

type Backend = Pick<TfjsBackend, 'tf' | 'traits'>;

/**
 * A convolution: x `[B, inputs]`, weight `[size, size, channels, filters]`, bias `[filters]`; gives `[B, outputs]`.
 *
 * @param isConstant - whether nobody asks for a gradient at x
 */
export function convolution(
  backend: Backend,
  layer: Conv2dLayer,
  x: Tensor,
  [weight, bias]: readonly [Tensor, Tensor],
  isConstant: boolean,
): Tensor {
  const { tf } = backend;
  const { height, width, channels, filters, stride, activation, outputs } = layer;
  const image = tf.reshape(x, [-1, height, width, channels]);
  const differentiable: DifferentiableLayer = {
    run: (input) => {
      const sums = tf.conv2d(input as Tensor4D, weight as Tensor4D, stride, 'valid');
      return activate(tf, activation, tf.add(sums, bias));
    },
    gradients: (ends, isAsked) => {
      const d = throughActivation(tf, activation, ends.y, ends.dy) as Tensor4D;
      const flat: Tensor2D = tf.reshape(d, [-1, filters]);
      const own = [filterGradient(backend, layer, ends.x as Tensor4D, d), rowSum(tf, flat)];
      if (!isAsked) return own;
      const shape = ends.x.shape as [number, number, number, number];
      return [...own, tf.conv2dTranspose(d, weight as Tensor4D, shape, stride, 'valid')];
    },
  };
  const y = withGradient(tf, differentiable, image, [weight, bias], isConstant);
  return tf.reshape(y, [-1, outputs]);
}

/**
 * `dW[i, j, c, f] = sum_bpq x[b, stride p + i, stride q + j, c] d[b, p, q, f]`.
 *
 * Where the backend has no kernel for it, it is a convolution itself: channels for images, images for channels, d for the filter, its
 * places `stride` apart. Rows and columns that the stride leaves over give sums beyond the filter's size, which are cut off.
 */
function filterGradient(
  { tf, traits }: Backend,
  { size, stride, channels, filters }: Conv2dLayer,
  x: Tensor4D,
  d: Tensor4D,
): Tensor {
  if (traits.hasFilterGradient) {
    const filterShape = [size, size, channels, filters];
    const how = { strides: [stride, stride], pad: 'valid', dataFormat: 'NHWC', filterShape };
    return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy: d }, how);
  }
  const images = tf.transpose(x, [3, 1, 2, 0]);
  const filter = tf.transpose(d, [1, 2, 0, 3]);
  const sums = tf.conv2d(images, filter, 1, 'valid', 'NHWC', [stride, stride]);
  const kept = tf.slice(sums, [0, 0, 0, 0], [channels, size, size, filters]);
  return tf.transpose(kept, [1, 2, 0, 3]);
}
