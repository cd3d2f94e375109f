import {
  conv2dRowScratchLength,
  conv2dScratchLength,
  denseRowScratchLength,
  denseScratchLength,
} from '../kernels/exports.js';
import { weightedLayersOf, weightMatrixOf } from './weighted-layer.js';
import { chainsOf, type NetworkSpec, type WeightedLayer } from './spec.js';

/** Widest activation between two layers of one chain; 0 if there is none. */
export function hiddenWidth(spec: NetworkSpec): number {
  const inner = chainsOf(spec).flatMap(({ layers }) => layers.slice(0, -1));
  return Math.max(0, ...inner.map(({ outputs }) => outputs));
}

/** Width of what the heads read, if a layer made it: 0 if there are no heads, or they read the observation. */
export function trunkWidth({ layers, heads }: NetworkSpec): number {
  return heads === undefined ? 0 : (layers.at(-1)?.outputs ?? 0);
}

/** Floats that the kernels need for themselves during a pass. */
export function kernelScratchLength(spec: NetworkSpec, maxBatch: number, training: boolean): number {
  const needs = weightedLayersOf(spec).map((layer) =>
    weightScratchLength(layer, weightMatrixOf(layer).rows, maxBatch, training),
  );
  return Math.max(0, ...needs);
}

/** Floats that the kernels need for themselves to work with `rows` rows of a layer's weight. */
export function weightScratchLength(
  layer: WeightedLayer,
  rows: number,
  maxBatch: number,
  training: boolean,
): number {
  return layer.kind === 'dense'
    ? denseScratchLength(maxBatch, rows, layer.outputs, training)
    : conv2dScratchLength(rows, layer.filters, training);
}

/** Of what a pass and its way back need, that of the kernels that go row by row of a batch: all but the weight gradients. */
export function rowScratchLength(spec: NetworkSpec): number {
  const needs = weightedLayersOf(spec).map((layer) => {
    const { rows, columns } = weightMatrixOf(layer);
    return layer.kind === 'dense'
      ? denseRowScratchLength(rows, columns)
      : conv2dRowScratchLength(rows, columns);
  });
  return Math.max(0, ...needs);
}
