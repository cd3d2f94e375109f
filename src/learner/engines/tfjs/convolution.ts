import type { Conv2dLayer } from '../../../shared/network/spec.js';
import { activate, fusedActivation, throughActivation } from './activation.js';
import type { TfjsBackend } from './backend.js';
import { rowSum } from './dense.js';
import type { LayerRun } from './layer-run.js';
import type { Tensor, Tensor2D, Tensor4D } from './tf.js';

type Backend = Pick<TfjsBackend, 'tf' | 'traits'>;

/** A convolution: x `[B, inputs]`, weight `[size, size, channels, filters]`, bias `[filters]`; gives `[B, outputs]`. */
export function convolution(
  backend: Backend,
  layer: Conv2dLayer,
  x: Tensor,
  [weight, bias]: readonly [Tensor, Tensor],
): LayerRun {
  const { tf } = backend;
  const { height, width, channels, filters, stride: strides, activation, inputs, outputs } = layer;
  const images: Tensor4D = tf.reshape(x, [-1, height, width, channels]);
  const filter = weight as Tensor4D;
  const fused = fusedActivation(activation);
  const sums = tf.fused.conv2d({ x: images, filter, strides, pad: 'valid', bias, activation: fused });
  const y = activate(tf, activation, sums, fused);
  return {
    y: tf.reshape(y, [-1, outputs]),
    gradients(dy, isAsked) {
      const d = throughActivation(tf, activation, y, tf.reshape(dy, y.shape)) as Tensor4D;
      const flat: Tensor2D = tf.reshape(d, [-1, filters]);
      const own = [filterGradient(backend, layer, images, d), rowSum(tf, flat)];
      if (!isAsked) return own;
      const dx = tf.conv2dTranspose(d, filter, images.shape, strides, 'valid');
      return [...own, tf.reshape(dx, [-1, inputs])];
    },
  };
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
