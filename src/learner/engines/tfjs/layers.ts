import type { Layer } from '../../../shared/network/spec.js';
import type { TfjsBackend } from './backend.js';
import { convolution } from './convolution.js';
import { dense, rowSum } from './dense.js';
import type { LayerRun } from './layer-run.js';
import type { Tensor, Tensor2D } from './tf.js';

/** Tensors that a layer's parameters are. */
export const NUM_TENSORS = {
  dense: 2,
  conv2d: 2,
  normalize: 2,
  constant: 1,
  scale: 0,
} as const satisfies Record<Layer['kind'], number>;

/** Layers before which there is nothing to learn, and in them neither. */
const PRECEDES_LEARNING: ReadonlySet<Layer['kind']> = new Set<Layer['kind']>(['normalize', 'scale']);

/** Whether a loss moves parameters of this layer. */
export function learns({ kind }: Layer): boolean {
  return !PRECEDES_LEARNING.has(kind);
}

/**
 * Runs a layer. Call it, and the way back, inside of a `tidy`.
 *
 * @param x - `[B, inputs]`
 * @param parameters - as many as {@link NUM_TENSORS} says
 * @returns with `y` of `[B, outputs]`
 */
export function runLayer(
  backend: Pick<TfjsBackend, 'tf' | 'traits'>,
  layer: Layer,
  x: Tensor,
  parameters: readonly Tensor[],
): LayerRun {
  const { tf } = backend;
  const [a, b] = parameters as [Tensor, Tensor];
  switch (layer.kind) {
    case 'dense':
      return dense(backend, layer, x, [a, b]);
    case 'conv2d':
      return convolution(backend, layer, x, [a, b]);
    case 'scale':
      return { y: tf.mul(layer.factor, x), gradients: nothingLearns };
    case 'normalize': {
      const y = tf.clipByValue(tf.mul(tf.sub(x, a), b), -layer.limit, layer.limit);
      return { y, gradients: nothingLearns };
    }
    case 'constant':
      return {
        y: tf.add(tf.fill([x.shape[0], 1], 0), a),
        gradients: (dy) => [rowSum(tf, dy as Tensor2D)],
      };
  }
}

const nothingLearns: LayerRun['gradients'] = () => [];
