import { instantiateKernels } from '../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';
import { InferenceNetwork } from '../../../src/shared/network/forward.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { outputLength, type NetworkSpec } from '../../../src/shared/network/spec.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';

/** A network in kernel memory of its own. */
export function inferenceNetwork(spec: NetworkSpec, maxBatch: number): InferenceNetwork {
  return new InferenceNetwork(
    instantiateKernels(loadKernelModule(), networkMemoryBytes(spec, maxBatch, 1)),
    spec,
    maxBatch,
  );
}

/** Parameters with which a network prefers `action`, whatever it sees: all zero but one output's bias, the last vector. */
export function alwaysChoosing(spec: NetworkSpec, action: number): Float32Array {
  const { numParameters } = parameterLayout(spec);
  const parameters = new Float32Array(numParameters);
  parameters[numParameters - outputLength(spec) + action] = 1;
  return parameters;
}

/** Some parameters, the same for the same seed. */
export function arbitraryParameters(spec: NetworkSpec, seed: number): Float32Array {
  const stream = new RandomStream([seed, 1, 2, 3]);
  return Float32Array.from({ length: parameterLayout(spec).numParameters }, () => stream.nextNormal());
}
