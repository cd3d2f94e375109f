import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../../src/learner/engines/tfjs/tf.js';
import type { Conv2dLayer, NetworkSpec } from '../../../src/shared/network/spec.js';

/** A network of one output, layer after layer in the library's operations. */
export function forward(
  tf: Tf,
  { layers }: NetworkSpec,
  weights: readonly Tensor[],
  observation: Tensor,
): Tensor {
  let next = 0;
  return layers.reduce((x: Tensor, layer) => {
    if (layer.kind === 'scale') return tf.mul(x, layer.factor);
    if (layer.kind !== 'dense' && layer.kind !== 'conv2d') throw new TypeError(layer.kind);
    const [weight, bias] = [weights[next]!, weights[next + 1]!];
    next += 2;
    const sums = tf.add(layer.kind === 'dense' ? tf.matMul(x, weight) : convolve(tf, layer, x, weight), bias);
    const y = layer.activation === 'relu' ? tf.relu(sums) : sums;
    return tf.reshape(y, [-1, layer.outputs]);
  }, observation);
}

function convolve(
  tf: Tf,
  { height, width, channels, stride }: Conv2dLayer,
  x: Tensor,
  weight: Tensor,
): Tensor {
  const images: Tensor4D = tf.reshape(x, [-1, height, width, channels]);
  return tf.conv2d(images, weight as Tensor4D, stride, 'valid');
}
