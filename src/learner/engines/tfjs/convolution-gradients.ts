import type { Conv2dLayer } from '../../../shared/network/spec.js';
import type { TfjsBackend } from './backend.js';
import type { Tensor, Tensor4D, Tf } from './tf.js';

type Backend = Pick<TfjsBackend, 'tf' | 'traits'>;

/** Of an axis that nothing is added to. */
const NONE: [number, number] = [0, 0];

/**
 * `dW[i, j, c, f] = sum_bpq x[b, stride p + i, stride q + j, c] d[b, p, q, f]`.
 *
 * Where the backend has no kernel for it, it is a convolution itself: channels for images, images for channels, d for the filter,
 * its places `stride` apart. Rows and columns that the stride leaves over give sums beyond the filter's size, which are cut off.
 *
 * @param x - `[B, height, width, channels]`
 * @param d - `[B, outHeight, outWidth, filters]`
 */
export function filterGradient(
  { tf, traits }: Backend,
  { size, stride, channels, filters }: Pick<Conv2dLayer, 'size' | 'stride' | 'channels' | 'filters'>,
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

/**
 * `dx[b, stride p + i, stride q + j, c] = sum_f d[b, p, q, f] W[i, j, c, f]`, summed over all that meet there.
 *
 * Where the backend has no quick kernel for it, it is a convolution itself. Say `i = stride a + r`: the gradient at pixel r of a block of
 * `stride` pixels, the u-th, is the sum over a of `d[u - a] W[stride a + r]`. So the pixels of a block are as many channels of a convolution
 * over d, with its places a in reverse, and are put where they belong afterwards.
 *
 * @param filter - W, `[size, size, channels, filters]`
 * @param d - `[B, outHeight, outWidth, filters]`
 * @returns `[B, height, width, channels]`
 */
export function inputGradient(
  { tf, traits }: Backend,
  layer: Conv2dLayer,
  filter: Tensor4D,
  d: Tensor4D,
): Tensor {
  const { height, width, channels, size, stride, filters } = layer;
  const [batch, outHeight, outWidth] = d.shape;
  if (traits.hasQuickInputGradient)
    return tf.conv2dTranspose(d, filter, [batch, height, width, channels], stride, 'valid');
  const reach = Math.ceil(size / stride);
  const margin: [number, number] = [reach - 1, reach - 1];
  const [blocksHigh, blocksWide] = [outHeight + reach - 1, outWidth + reach - 1];
  const pixelsOfBlock = stride * stride * channels;
  const kernel: Tensor4D = tf.reshape(blockKernel(tf, layer, filter), [reach, reach, filters, pixelsOfBlock]);
  const blocks = tf.conv2d(tf.pad(d, [NONE, margin, margin, NONE]), kernel, 1, 'valid');
  // Not depthToSpace, which takes a hundred times as long where this is used.
  const lines = tf.reshape(blocks, [batch * blocksHigh, blocksWide, stride, stride * channels]);
  const [high, wide] = [blocksHigh * stride, blocksWide * stride];
  const pixels = tf.reshape(tf.transpose(lines, [0, 2, 1, 3]), [batch, high, wide, channels]);
  // Blocks may reach over the edge of the images; pixels that the stride leaves over have no part in any sum.
  const kept = [batch, Math.min(high, height), Math.min(wide, width), channels];
  const below: [number, number] = [0, Math.max(0, height - high)];
  const right: [number, number] = [0, Math.max(0, width - wide)];
  return tf.pad(tf.slice(pixels, [0, 0, 0, 0], kept), [NONE, below, right, NONE]);
}

/** W as {@link inputGradient} needs it: `[places, filters, pixels of a block * channels]`, the last place first. */
function blockKernel(tf: Tf, { size, stride, channels, filters }: Conv2dLayer, filter: Tensor4D): Tensor {
  const reach = Math.ceil(size / stride);
  const missing: [number, number] = [0, reach * stride - size];
  const whole = tf.pad(filter, [missing, missing, NONE, NONE]);
  const split = tf.reshape(whole, [reach, stride, reach, stride * channels * filters]);
  const places = tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [-1]);
  const numPlaces = reach * reach;
  const length = places.size / numPlaces;
  // Not reverse, which takes ten times as long where this is used.
  const reversed = Array.from({ length: numPlaces }, (_, i) =>
    tf.slice(places, [(numPlaces - 1 - i) * length], [length]),
  );
  const turned = tf.reshape(tf.concat(reversed), [numPlaces, length / filters, filters]);
  return tf.transpose(turned, [0, 2, 1]);
}
