import { describe, expect, it } from 'vitest';
import { TrainableNetwork } from '../../../src/shared/network/backprop.js';
import { InferenceNetwork } from '../../../src/shared/network/forward.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import type { NetworkSpec } from '../../../src/shared/network/spec.js';
import { bits, poisonedKernels, testUniform } from '../kernels/support/fixture.js';
import { forwardReference } from './support.js';

const THREE_LAYERS: NetworkSpec = {
  layers: [
    { kind: 'dense', inputs: 3, outputs: 9, activation: 'relu' },
    { kind: 'dense', inputs: 9, outputs: 6, activation: 'tanh' },
    { kind: 'dense', inputs: 6, outputs: 2, activation: 'linear' },
  ],
};

function randomNetwork(spec: NetworkSpec, maxBatch: number, seed = 1): TrainableNetwork {
  const network = new TrainableNetwork(poisonedKernels(), spec, maxBatch);
  const draw = testUniform(seed);
  for (const view of [network.parameters, network.input, network.outputGradient]) {
    view.forEach((_, i) => (view[i] = draw()));
  }
  return network;
}

/** `sum_ij outputGradient[i, j] * output[i, j]` in float64: its gradient at the parameters is what backward gives. */
function weightedOutput(
  spec: NetworkSpec,
  parameters: ArrayLike<number>,
  input: Float32Array,
  weights: Float32Array,
  batch: number,
): number {
  const inputs = spec.layers[0]!.inputs;
  let sum = 0;
  for (let i = 0; i < batch; i++) {
    const output = forwardReference(spec, parameters, [...input.subarray(i * inputs, (i + 1) * inputs)]);
    output.forEach((value, j) => (sum += value * weights[i * output.length + j]!));
  }
  return sum;
}

describe('TrainableNetwork', () => {
  it.each<[string, NetworkSpec, number]>([
    ['relu, tanh, linear', THREE_LAYERS, 7],
    ['a tanh output', { layers: [{ kind: 'dense', inputs: 3, outputs: 5, activation: 'tanh' }] }, 4],
    ['a relu output', { layers: [{ kind: 'dense', inputs: 3, outputs: 5, activation: 'relu' }] }, 1],
    ['a Q-network', denseNetwork(4, [16, 16], 2), 5],
  ])('has the gradient that central differences of the definition have: %s', (_, spec, batch) => {
    const network = randomNetwork(spec, 8);
    const weights = network.outputGradient.slice();
    network.forward(batch);
    const gradient = network.backward(batch);
    const parameters = Float64Array.from(network.parameters);
    // The reference is float64: the difference's own error, about epsilon^2 and 1e-16 / epsilon, is below 1e-9. No ReLU is
    // within epsilon of its kink with these draws. What is left is float32 rounding of sums of up to 50 terms of size 1.
    const epsilon = 1e-5;
    parameters.forEach((value, k) => {
      parameters[k] = value + epsilon;
      const above = weightedOutput(spec, parameters, network.input, weights, batch);
      parameters[k] = value - epsilon;
      const below = weightedOutput(spec, parameters, network.input, weights, batch);
      parameters[k] = value;
      expect(Math.abs(gradient[k]! - (above - below) / (2 * epsilon))).toBeLessThan(2e-5);
    });
  });

  it('has the forward bits of an InferenceNetwork', () => {
    const network = randomNetwork(THREE_LAYERS, 8);
    const inference = new InferenceNetwork(poisonedKernels(), THREE_LAYERS, 8);
    inference.parameters.set(network.parameters);
    inference.input.set(network.input);
    for (const batch of [8, 3, 1])
      expect(bits(network.forward(batch))).toEqual(bits(inference.forward(batch)));
  });

  it('overwrites the gradient, so that two passes give what one gives', () => {
    const network = randomNetwork(THREE_LAYERS, 8);
    const outputGradient = network.outputGradient.slice();
    const run = () => {
      network.outputGradient.set(outputGradient);
      network.forward(8);
      return bits(network.backward(8));
    };
    const once = run();
    network.gradient.fill(NaN);
    expect(run()).toEqual(once);
  });

  it('uses only the rows of the batch', () => {
    const network = randomNetwork(THREE_LAYERS, 8);
    const outputGradient = network.outputGradient.slice();
    network.forward(5);
    const clean = bits(network.backward(5));
    network.outputGradient.set(outputGradient);
    network.input.fill(NaN, 5 * 3);
    network.outputGradient.fill(NaN, 5 * 2);
    network.forward(5);
    expect(bits(network.backward(5))).toEqual(clean);
  });

  it('rejects a batch that does not fit', () => {
    const network = randomNetwork(THREE_LAYERS, 8);
    const rejected = expect.objectContaining({ code: 'ERR_SHAPE' }) as Error;
    for (const batch of [0, 9, 0.5]) {
      expect(() => network.forward(batch)).toThrow(rejected);
      expect(() => network.backward(batch)).toThrow(rejected);
    }
  });
});

describe('networkMemoryBytes', () => {
  it('is enough for a trained network and others beside it, with an optimizer and a batch', () => {
    for (const [spec, maxBatch] of [
      [THREE_LAYERS, 1],
      [denseNetwork(4, [128, 128], 2), 64],
      [denseNetwork(1, [], 1), 1],
      [denseNetwork(2, [8, 8, 8, 8, 8, 8], 3), 3],
      [denseNetwork(128, [4], 300), 33],
    ] as const) {
      const kernels = poisonedKernels(networkMemoryBytes(spec, maxBatch, 3));
      const { parameters } = new TrainableNetwork(kernels, spec, maxBatch);
      for (let i = 0; i < 2; i++) new InferenceNetwork(kernels, spec, maxBatch);
      for (let i = 0; i < 2; i++) kernels.arena.float32(parameters.length);
    }
  });
});
