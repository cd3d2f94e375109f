import { numPositions } from './geometry.js';
import { chainsOf, type Layer, type NetworkSpec, type WeightedLayer } from './spec.js';

/** Whether a layer computes weighted sums. */
export function isWeighted<L extends Layer>(layer: L): layer is Extract<L, WeightedLayer> {
  return layer.kind === 'dense' || layer.kind === 'conv2d';
}

/** All layers of a network that compute weighted sums, chain by chain. */
export function weightedLayersOf(spec: NetworkSpec): readonly WeightedLayer[] {
  return chainsOf(spec).flatMap((chain) => chain.layers.filter(isWeighted));
}

/** A layer's weight as a matrix, and how often it is met by one row of a batch. */
export interface WeightMatrix {
  /** Numbers that one sum is made of. */
  readonly rows: number;
  readonly columns: number;
  /** Places that a convolution's kernel goes to; 1 for a dense layer. */
  readonly positions: number;
}

/** The product that a layer is: `[B, rows] W` of a dense one, `[B * positions, rows] W` of a convolution over its patches. */
export function weightMatrixOf(layer: WeightedLayer): WeightMatrix {
  if (layer.kind === 'dense') return { rows: layer.inputs, columns: layer.outputs, positions: 1 };
  const { size, channels, filters } = layer;
  return { rows: size * size * channels, columns: filters, positions: numPositions(layer) };
}
