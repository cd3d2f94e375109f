import type { Float32Region } from '../../shared/kernels/arena.js';
import { instantiateKernels, type Kernels } from '../../shared/kernels/kernels.js';
import { InferenceNetwork } from '../../shared/network/forward.js';
import { networkMemoryBytes } from '../../shared/network/memory.js';
import { inputLength, outputLength, type NetworkSpec } from '../../shared/network/spec.js';

/** A network in kernel memory of its own, with room for what a policy computes from its outputs. */
export interface ActingNetwork {
  readonly network: InferenceNetwork;
  readonly run: Kernels['run'];
  /** As large as the network's first output. */
  readonly probabilities: Float32Region;
  /** As large as the network's first output. */
  readonly logProbabilities: Float32Region;
}

/** An allocation of the arena is rounded up to this. */
const ALIGNMENT_BYTES = 64;

/**
 * Allocates a network that acts for up to `maxEnvs` environments.
 *
 * @throws ManyhandsError as {@link InferenceNetwork}
 */
export function createActingNetwork(
  module: WebAssembly.Module,
  spec: NetworkSpec,
  maxEnvs: number,
): ActingNetwork {
  const length = maxEnvs * outputLength(spec);
  const extraBytes = 2 * (Float32Array.BYTES_PER_ELEMENT * length + ALIGNMENT_BYTES);
  const kernels = instantiateKernels(module, networkMemoryBytes(spec, maxEnvs, 1) + extraBytes);
  return {
    network: new InferenceNetwork(kernels, spec, maxEnvs),
    run: kernels.run,
    probabilities: kernels.arena.float32(length),
    logProbabilities: kernels.arena.float32(length),
  };
}

/** Where `numEnvs` environments put what they observe: the first rows of the network's input. Shape `[E, D]`. */
export function observationRows({ input, spec }: InferenceNetwork, numEnvs: number): Float32Array {
  return input.subarray(0, numEnvs * inputLength(spec));
}
