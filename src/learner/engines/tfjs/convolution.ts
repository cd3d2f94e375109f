import type { Conv2dLayer } from '../../../shared/network/spec.js';
import { activate, fusedActivation, throughActivation } from './activation.js';
import type { TfjsBackend } from './backend.js';
import { filterGradient, inputGradient } from './convolution-gradients.js';
import { rowSum } from './dense.js';
import type { LayerRun } from './layer-run.js';
import type { Tensor, Tensor2D, Tensor4D } from './tf.js';

/** A convolution: x `[B, inputs]`, weight `[size, size, channels, filters]`, bias `[filters]`; gives `[B, outputs]`. */
export function convolution(
  backend: Pick<TfjsBackend, 'tf' | 'traits'>,
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
      return [...own, tf.reshape(inputGradient(backend, layer, filter, d), [-1, inputs])];
    },
  };
}
