import { parameterLayout } from './parameters.js';
import { chainsOf, inputLength, type NetworkSpec } from './spec.js';
import { hiddenWidth, kernelScratchLength, trunkWidth } from './widths.js';

const FLOAT_BYTES = 4;
/** Every region starts on a cache line. */
const ALIGNMENT_BYTES = 64;
/** Regions of a network and of what is kept beside it that do not belong to one layer. */
const NUM_REGIONS = 64;

/**
 * Bytes of kernel memory for `numNetworks` networks of one spec, with everything that acting and training keep
 * beside them: gradients, an optimizer's state and batches. An upper bound; pages that are never written cost nothing.
 */
export function networkMemoryBytes(spec: NetworkSpec, maxBatch: number, numNetworks: number): number {
  const { numParameters } = parameterLayout(spec);
  const layers = chainsOf(spec).flatMap((chain) => chain.layers);
  const activations = layers.reduce((sum, { outputs }) => sum + outputs, 0);
  const widest = Math.max(hiddenWidth(spec), trunkWidth(spec));
  // Inputs, activations and gradients at both ends of the network, hidden gradients, and single columns of a batch.
  const rows = 2 * inputLength(spec) + 2 * activations + 3 * widest + 8;
  const floats = 4 * numParameters + maxBatch * rows + kernelScratchLength(spec, maxBatch, true);
  return numNetworks * (FLOAT_BYTES * floats + ALIGNMENT_BYTES * (NUM_REGIONS + 2 * layers.length));
}
