import { denseScratchLength } from '../kernels/exports.js';
import { parameterLayout } from './parameters.js';
import { inputLength, type NetworkSpec } from './spec.js';

const FLOAT_BYTES = 4;
/** Alignment of the regions that a network is made of. */
const PADDING_BYTES = 64 * 64;

/**
 * Bytes of kernel memory for `numNetworks` networks of one spec, with everything that acting and training keep
 * beside them: gradients, an optimizer's state and batches. An upper bound; pages that are never written cost nothing.
 */
export function networkMemoryBytes(spec: NetworkSpec, maxBatch: number, numNetworks: number): number {
  const { numParameters } = parameterLayout(spec);
  const outputs = spec.layers.map((layer) => layer.outputs);
  const activations = outputs.reduce((sum, size) => sum + size, 0);
  const rows = 2 * inputLength(spec) + 2 * activations + 2 * Math.max(...outputs) + 8;
  const scratch = Math.max(
    ...spec.layers.map((layer) => denseScratchLength(maxBatch, layer.inputs, layer.outputs, true)),
  );
  const floats = 4 * numParameters + maxBatch * rows + scratch;
  return numNetworks * (FLOAT_BYTES * floats + PADDING_BYTES);
}
