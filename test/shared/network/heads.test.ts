import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorCriticNetwork } from '../../../src/shared/network/actor-critic-network.js';
import { TrainableNetwork } from '../../../src/shared/network/backprop.js';
import { InferenceNetwork, inferenceScratchLength } from '../../../src/shared/network/forward.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { inputLength, outputsOf, withoutHead, type NetworkSpec } from '../../../src/shared/network/spec.js';
import { bits, poisonedKernels, testUniform } from '../kernels/support/fixture.js';
import { anySpec } from './random-spec.js';
import { outputsReference } from './support.js';

const MAX_BATCH = 9;

interface Filled {
  readonly parameters: Float32Array;
  readonly input: Float32Array;
}

function fill(network: Filled, seed: number): void {
  const draw = testUniform(seed);
  for (const view of [network.parameters, network.input]) view.forEach((_, i) => (view[i] = 0.7 * draw()));
}

const inference = (spec: NetworkSpec) =>
  new InferenceNetwork(poisonedKernels(networkMemoryBytes(spec, MAX_BATCH, 1)), spec, MAX_BATCH);

const trainable = (spec: NetworkSpec) =>
  new TrainableNetwork(poisonedKernels(networkMemoryBytes(spec, MAX_BATCH, 1)), spec, MAX_BATCH);

const rowOf = (values: Float32Array, i: number, length: number) => [
  ...values.subarray(i * length, (i + 1) * length),
];

/** An actor-critic as users make them. */
const actorCritic = (sharedTrunk: boolean, limit?: number) =>
  actorCriticNetwork({
    observationSize: 3,
    policySize: 2,
    hidden: [9, 6],
    activation: 'tanh',
    sharedTrunk,
    normalize: limit === undefined ? undefined : { limit },
    logStandardDeviation: true,
    value: true,
  });

describe('a network with heads', () => {
  it('computes what the layers say, for any spec, acting and training', () => {
    const batches = fc.integer({ min: 1, max: MAX_BATCH });
    fc.assert(
      fc.property(anySpec, batches, fc.nat(), (spec, batch, seed) => {
        const acting = inference(spec);
        const training = trainable(spec);
        fill(acting, seed);
        fill(training, seed);
        const first = acting.forward(batch);
        training.forward(batch);
        const outputs = outputsOf(spec);
        expect(bits(first)).toEqual(bits(acting.output(outputs[0]!.name, batch)));
        for (const { name, length } of outputs) {
          const output = acting.output(name, batch);
          expect(output.length).toBe(batch * length);
          expect(bits(training.output(name, batch))).toEqual(bits(output));
          expect(bits(acting.outputRegionOf(name).view.subarray(0, batch * length))).toEqual(bits(output));
          for (let i = 0; i < batch; i++) {
            const row = rowOf(acting.input, i, inputLength(spec));
            const reference = outputsReference(spec, acting.parameters, row)[name]!;
            // Up to 7 layers of up to 27 terms. Without squashing, rounding grows with the numbers themselves.
            reference.forEach((value, j) => {
              const error = Math.abs(output[i * length + j]! - value);
              expect(error).toBeLessThan(2e-5 * Math.max(1, Math.abs(value)));
            });
          }
        }
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('has the gradient that central differences of the definition have, for any spec', () => {
    fc.assert(
      fc.property(anySpec, fc.nat(), (spec, seed) => {
        const network = trainable(spec);
        fill(network, seed);
        const batch = 3;
        const draw = testUniform(seed + 1);
        const outputs = outputsOf(spec);
        for (const { name } of outputs) {
          const view = network.outputGradientOf(name);
          view.forEach((_, i) => (view[i] = draw()));
        }
        const weights = outputs.map(({ name }) => network.outputGradientOf(name).slice());
        network.gradient.fill(NaN);
        network.forward(batch);
        const gradient = network.backward(batch);

        const weightedOutputs = (parameters: ArrayLike<number>): number => {
          let sum = 0;
          for (let i = 0; i < batch; i++) {
            const row = rowOf(network.input, i, inputLength(spec));
            const reference = outputsReference(spec, parameters, row);
            outputs.forEach(({ name, length }, o) => {
              for (let j = 0; j < length; j++) sum += weights[o]![i * length + j]! * reference[name]![j]!;
            });
          }
          return sum;
        };
        const normalizes = spec.layers[0]?.kind === 'normalize';
        const parameters = Float64Array.from(network.parameters);
        // Float64 differences err by about epsilon^2 and 1e-16 / epsilon; no ReLU of these draws lies within epsilon of its kink.
        // The rest is float32 rounding, relative to the sums that the numbers pass through.
        const epsilon = 1e-6;
        // Some of the parameters of a spec: all of them, over the specs.
        for (let k = seed % 5; k < parameters.length; k += 5) {
          const value = parameters[k]!;
          parameters[k] = value + epsilon;
          const above = weightedOutputs(parameters);
          parameters[k] = value - epsilon;
          const below = weightedOutputs(parameters);
          parameters[k] = value;
          const isStatistic = normalizes && k < 2 * inputLength(spec);
          const slope = isStatistic ? 0 : (above - below) / (2 * epsilon);
          const error = Math.abs(gradient[k]! - slope);
          expect(error).toBeLessThanOrEqual(isStatistic ? 0 : 1e-4 * Math.max(1, Math.abs(slope)));
        }
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it.each([
    ['shared', actorCritic(true, 5)],
    ['separate', actorCritic(false, 5)],
  ])('gives statistics a gradient of exactly 0, whatever was there before: %s trunk', (_, spec) => {
    const network = trainable(spec);
    fill(network, 3);
    for (const { name } of outputsOf(spec)) network.outputGradientOf(name).fill(1);
    network.gradient.fill(NaN);
    network.forward(4);
    const gradient = network.backward(4);
    expect(bits(gradient.subarray(0, 6))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(gradient.some(Number.isNaN)).toBe(false);
  });

  it('gives a trunk that no head reads no gradient', () => {
    const spec: NetworkSpec = {
      layers: [{ kind: 'dense', inputs: 3, outputs: 5, activation: 'tanh' }],
      heads: [{ name: 'bias', layers: [{ kind: 'constant', inputs: 5, outputs: 2 }] }],
    };
    const network = trainable(spec);
    fill(network, 1);
    network.outputGradient.set([1, 2, 3, 4, 5, 6]);
    network.gradient.fill(NaN);
    network.forward(3);
    expect([...network.backward(3)]).toEqual([...new Array<number>(20).fill(0), 9, 12]);
  });

  it('acts with the same bits without its last head, on the first of the parameters', () => {
    for (const spec of [actorCritic(true), actorCritic(false), actorCritic(true, 1), actorCritic(false, 1)]) {
      const whole = inference(spec);
      fill(whole, 4);
      const acting = inference(withoutHead(spec, 'value'));
      const { length } = acting.parameters;
      expect(length).toBeLessThan(whole.parameters.length);
      acting.parameters.set(whole.parameters.subarray(0, length));
      acting.input.set(whole.input);
      expect(bits(acting.forward(7))).toEqual(bits(whole.forward(7)));
      const name = 'logStandardDeviation';
      expect(bits(acting.output(name, 7))).toEqual(bits(whole.output(name, 7)));
    }
  });

  it('gives a row the same bits whatever the batch', () => {
    const spec = actorCritic(true, 0.5);
    const network = inference(spec);
    fill(network, 6);
    network.forward(MAX_BATCH);
    const all = outputsOf(spec).map(({ name }) => network.output(name, MAX_BATCH).slice());
    for (let batch = 1; batch < MAX_BATCH; batch++) {
      for (const { name } of outputsOf(spec)) network.outputRegionOf(name).view.fill(NaN);
      network.forward(batch);
      outputsOf(spec).forEach(({ name, length }, o) => {
        expect(bits(network.output(name, batch))).toEqual(bits(all[o]!.subarray(0, batch * length)));
      });
    }
  });

  it('uses only the rows of the batch in its gradient', () => {
    const network = trainable(actorCritic(true, 5));
    const run = (poison: boolean) => {
      fill(network, 2);
      const draw = testUniform(8);
      for (const { name, length } of outputsOf(network.spec)) {
        const view = network.outputGradientOf(name);
        view.forEach((_, i) => (view[i] = draw()));
        if (poison) view.fill(NaN, 5 * length);
      }
      if (poison) network.input.fill(NaN, 5 * 3);
      network.forward(5);
      return bits(network.backward(5));
    };
    expect(run(true)).toEqual(run(false));
  });

  it('takes the first of the greatest numbers of its first output', () => {
    const network = inference(actorCritic(false));
    fill(network, 9);
    // Far from 0, the observation decides and not the bias.
    network.input.forEach((value, i) => (network.input[i] = 10 * value));
    const actions = new Int32Array(MAX_BATCH).fill(-1);
    network.greedyActions(MAX_BATCH, actions);
    const logits = network.output('policy', MAX_BATCH);
    expect([...actions]).toEqual(
      Array.from(actions, (_, i) => (logits[2 * i + 1]! > logits[2 * i]! ? 1 : 0)),
    );
    expect(new Set(actions).size).toBe(2);
  });

  it('shares scratch with another network of its spec', () => {
    const spec = actorCritic(true, 1);
    const kernels = poisonedKernels(networkMemoryBytes(spec, MAX_BATCH, 2));
    const scratch = kernels.arena.float32(inferenceScratchLength(spec, MAX_BATCH));
    const guard = kernels.arena.float32(16);
    guard.view.fill(7);
    const shared = new InferenceNetwork(kernels, spec, MAX_BATCH, { scratch });
    const alone = inference(spec);
    fill(shared, 2);
    fill(alone, 2);
    expect(bits(shared.forward(MAX_BATCH))).toEqual(bits(alone.forward(MAX_BATCH)));
    expect(bits(shared.output('value', 4))).toEqual(bits(alone.output('value', 4)));
    expect(guard.view.every((value) => value === 7)).toBe(true);
  });

  it('keeps what the trunk gives while the heads copy wide weights into their scratch', () => {
    const dense = (inputs: number, outputs: number) =>
      ({ kind: 'dense', inputs, outputs, activation: 'tanh' }) as const;
    const heads = ['a', 'b'].map((name) => ({ name, layers: [dense(90, 80), dense(80, 90)] }));
    const spec: NetworkSpec = { layers: [dense(3, 90)], heads };
    const batch = 20;
    const kernels = () => poisonedKernels(networkMemoryBytes(spec, batch, 1));
    for (const network of [
      new InferenceNetwork(kernels(), spec, batch),
      new TrainableNetwork(kernels(), spec, batch),
    ]) {
      fill(network, 5);
      network.forward(batch);
      for (const name of ['a', 'b']) {
        for (let i = 0; i < batch; i++) {
          const reference = outputsReference(spec, network.parameters, rowOf(network.input, i, 3))[name]!;
          reference.forEach((value, j) => {
            // Sums of 90 terms of size 1 in float32.
            const error = Math.abs(network.output(name, batch)[i * 90 + j]! - value);
            expect(error).toBeLessThan(2e-5);
          });
        }
      }
    }
  });

  it('hands out the same views, and says which outputs there are', () => {
    const training = trainable(actorCritic(true));
    for (const network of [inference(actorCritic(true)), training]) {
      expect(network.forward(3)).toBe(network.output('policy', 3));
      expect(network.output('value', 2)).toBe(network.output('value', 2));
      const message = "output of the network: expected 'policy' | 'logStandardDeviation' | 'value', got 'q'";
      const rejected = expect.objectContaining({ code: 'ERR_NETWORK_SPEC', message }) as Error;
      expect(() => network.output('q', 1)).toThrow(rejected);
      expect(() => network.outputRegionOf('q')).toThrow(rejected);
      const tooMany = expect.objectContaining({ code: 'ERR_SHAPE' }) as Error;
      expect(() => network.output('value', MAX_BATCH + 1)).toThrow(tooMany);
    }
    expect(() => training.outputGradientOf('q')).toThrow();
    expect(training.outputGradientOf('value')).toBe(training.outputGradientRegionOf('value').view);
    expect(training.outputGradientOf('policy')).toBe(training.outputGradient);
  });
});

describe('networkMemoryBytes', () => {
  it('is enough for any spec, with an optimizer and other networks beside it', () => {
    const { arena, run } = poisonedKernels(16 << 20);
    fc.assert(
      fc.property(anySpec, fc.integer({ min: 1, max: 40 }), (spec, maxBatch) => {
        const free = arena.freeBytes;
        new TrainableNetwork({ arena, run }, spec, maxBatch);
        expect(free - arena.freeBytes).toBeLessThanOrEqual(networkMemoryBytes(spec, maxBatch, 1));
        new InferenceNetwork({ arena, run }, spec, maxBatch);
        for (let i = 0; i < 2; i++) arena.float32(parameterLayout(spec).numParameters);
        expect(free - arena.freeBytes).toBeLessThanOrEqual(networkMemoryBytes(spec, maxBatch, 2));
      }),
      { seed: 2, numRuns: 50 },
    );
  });
});
