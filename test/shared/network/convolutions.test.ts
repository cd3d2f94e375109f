import { describe, expect, it } from 'vitest';
import { actorCriticNetwork } from '../../../src/shared/network/actor-critic-network.js';
import { TrainableNetwork } from '../../../src/shared/network/backprop.js';
import {
  conv2d,
  convolutionLayers,
  NATURE_KERNELS,
  smallestSide,
} from '../../../src/shared/network/convolutions.js';
import { InferenceNetwork } from '../../../src/shared/network/forward.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { inputLength, outputsOf, type NetworkSpec } from '../../../src/shared/network/spec.js';
import { bits, poisonedKernels, testUniform } from '../kernels/support/fixture.js';
import { outputsReference } from './support.js';

const IMAGE = { height: 9, width: 8, channels: 2 };
const KERNELS = [
  { filters: 5, size: 3, stride: 2 },
  { filters: 3, size: 2, stride: 1 },
];
const MAX_BATCH = 6;

const networkOf = (sharedTrunk: boolean, activation: 'relu' | 'tanh') =>
  actorCriticNetwork({
    observationSize: 144,
    policySize: 2,
    scale: 0.5,
    convolutions: convolutionLayers(IMAGE, KERNELS, activation),
    hidden: [7],
    activation: 'tanh',
    sharedTrunk,
    logStandardDeviation: true,
    value: true,
  });

/** Heads that see images in what a dense trunk gives. */
const IMAGINED: NetworkSpec = {
  layers: [{ kind: 'dense', inputs: 5, outputs: 36, activation: 'tanh' }],
  heads: ['left', 'right'].map((name, h) => ({
    name,
    layers: [conv2d({ height: 3, width: 4, channels: 3 }, { filters: 2 + h, size: 2, stride: 1 }, 'tanh')],
  })),
};

const CASES = [
  ['shared by policy and value, ReLU', networkOf(true, 'relu')],
  ['of policy and value each, ReLU', networkOf(false, 'relu')],
  ['shared by policy and value, tanh', networkOf(true, 'tanh')],
  ['of policy and value each, tanh', networkOf(false, 'tanh')],
  ['of heads on a dense trunk', IMAGINED],
] as const;

function fill({ parameters, input }: Pick<TrainableNetwork, 'parameters' | 'input'>): void {
  const draw = testUniform(2);
  for (const view of [parameters, input]) view.forEach((_, i) => (view[i] = 0.7 * draw()));
}

function fillGradients(network: TrainableNetwork): void {
  const draw = testUniform(3);
  for (const { name } of outputsOf(network.spec)) {
    const view = network.outputGradientOf(name);
    view.forEach((_, i) => (view[i] = draw()));
  }
}

function trainable(spec: NetworkSpec): TrainableNetwork {
  const network = new TrainableNetwork(
    poisonedKernels(networkMemoryBytes(spec, MAX_BATCH, 1)),
    spec,
    MAX_BATCH,
  );
  fill(network);
  fillGradients(network);
  return network;
}

describe.each(CASES)('convolutions %s', (_, spec) => {
  it('have the gradient that central differences of the definition have', () => {
    const network = trainable(spec);
    const batch = 2;
    const outputs = outputsOf(spec);
    const weights = outputs.map(({ name }) => network.outputGradientOf(name).slice());
    network.gradient.fill(NaN);
    network.forward(batch);
    const gradient = network.backward(batch);
    const rows = [0, 1].map((i) => [
      ...network.input.subarray(i * inputLength(spec), (i + 1) * inputLength(spec)),
    ]);
    const weighted = (parameters: ArrayLike<number>): number => {
      let sum = 0;
      rows.forEach((row, i) => {
        const reference = outputsReference(spec, parameters, row);
        outputs.forEach(({ name, length }, o) => {
          for (let j = 0; j < length; j++) sum += weights[o]![i * length + j]! * reference[name]![j]!;
        });
      });
      return sum;
    };
    const parameters = Float64Array.from(network.parameters);
    // As in the tests of other networks: float64 differences, of which float32 rounding of the gradient is what is left.
    const epsilon = 1e-6;
    parameters.forEach((value, k) => {
      parameters[k] = value + epsilon;
      const above = weighted(parameters);
      parameters[k] = value - epsilon;
      const below = weighted(parameters);
      parameters[k] = value;
      expect(Math.abs(gradient[k]! - (above - below) / (2 * epsilon))).toBeLessThan(2e-5);
    });
  });

  it('use only the rows of the batch', () => {
    const run = (poison: boolean) => {
      const network = trainable(spec);
      if (poison) {
        network.input.fill(NaN, 4 * inputLength(spec));
        for (const { name, length } of outputsOf(spec)) network.outputGradientOf(name).fill(NaN, 4 * length);
      }
      network.forward(4);
      return bits(network.backward(4));
    };
    expect(run(true)).toEqual(run(false));
  });

  it('give a row the same bits whatever the batch, acting and training', () => {
    const training = trainable(spec);
    const acting = new InferenceNetwork(
      poisonedKernels(networkMemoryBytes(spec, MAX_BATCH, 1)),
      spec,
      MAX_BATCH,
    );
    fill(acting);
    training.forward(MAX_BATCH);
    const all = outputsOf(spec).map(({ name }) => training.output(name, MAX_BATCH).slice());
    for (let batch = 1; batch <= MAX_BATCH; batch++) {
      acting.forward(batch);
      outputsOf(spec).forEach(({ name, length }, o) => {
        expect(bits(acting.output(name, batch))).toEqual(bits(all[o]!.subarray(0, batch * length)));
      });
    }
  });
});

describe('convolutions of a network', () => {
  it('make images of images, as large as their kernels leave them', () => {
    const layers = convolutionLayers({ height: 84, width: 100, channels: 3 }, NATURE_KERNELS, 'relu');
    expect(layers.map(({ height, width, channels }) => [height, width, channels])).toEqual([
      [84, 100, 3],
      [20, 24, 32],
      [9, 11, 64],
    ]);
    expect(layers.at(-1)!.outputs).toBe(7 * 9 * 64);
  });

  it('fit into a smallest image, and into no smaller one', () => {
    expect(smallestSide(NATURE_KERNELS)).toBe(36);
    expect(smallestSide([])).toBe(1);
    const layoutOf = (side: number) =>
      parameterLayout({
        layers: convolutionLayers({ height: side, width: side, channels: 1 }, NATURE_KERNELS, 'relu'),
      });
    expect(layoutOf(36).numParameters).toBe(2080 + 32_832 + 36_928);
    expect(() => layoutOf(35)).toThrow("layers[2].size: expected at most 2, the image's shorter side, got 3");
  });
});
