import { describe, expect, it } from 'vitest';
import { InferenceNetwork, inferenceScratchLength } from '../../../src/shared/network/forward.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import type { NetworkSpec } from '../../../src/shared/network/spec.js';
import { bits, poisonedKernels, testUniform } from '../kernels/support/fixture.js';
import { forwardReference } from './support.js';

const MIXED: NetworkSpec = {
  layers: [
    { kind: 'dense', inputs: 4, outputs: 19, activation: 'relu' },
    { kind: 'dense', inputs: 19, outputs: 33, activation: 'tanh' },
    { kind: 'dense', inputs: 33, outputs: 7, activation: 'linear' },
    { kind: 'dense', inputs: 7, outputs: 2, activation: 'tanh' },
  ],
};

function randomNetwork(spec: NetworkSpec, maxBatch: number, seed = 1): InferenceNetwork {
  const network = new InferenceNetwork(poisonedKernels(), spec, maxBatch);
  const draw = testUniform(seed);
  for (let i = 0; i < network.parameters.length; i++) network.parameters[i] = 0.5 * draw();
  for (let i = 0; i < network.input.length; i++) network.input[i] = draw();
  return network;
}

describe('InferenceNetwork', () => {
  it.each([
    ['one layer', denseNetwork(3, [], 2)],
    ['a policy', denseNetwork(4, [64, 64], 2)],
    ['mixed activations', MIXED],
  ])('computes what the layers say: %s', (_, spec) => {
    const network = randomNetwork(spec, 9);
    const inputs = spec.layers[0]!.inputs;
    for (const batch of [9, 1, 4, 8]) {
      const output = network.forward(batch);
      for (let i = 0; i < batch; i++) {
        const row = [...network.input.subarray(i * inputs, (i + 1) * inputs)];
        const reference = forwardReference(spec, network.parameters, row);
        expect(output.length).toBe(batch * reference.length);
        // At most 64 terms of size 1 in each of a few layers, in float32.
        reference.forEach((value, j) =>
          expect(Math.abs(output[i * reference.length + j]! - value)).toBeLessThan(1e-5),
        );
      }
    }
  });

  it('gives a row the same bits whatever the batch', () => {
    const network = randomNetwork(MIXED, 17);
    const all = network.forward(17).slice();
    for (let batch = 1; batch < 17; batch++) {
      expect(bits(network.forward(batch))).toEqual(bits(all.subarray(0, 2 * batch)));
    }
  });

  it('takes the first greatest output as the action', () => {
    const network = randomNetwork(denseNetwork(4, [16], 3), 6);
    const actions = new Int32Array(8).fill(-1);
    network.greedyActions(6, actions);
    const output = network.forward(6);
    for (let i = 0; i < 6; i++) {
      const row = [...output.subarray(3 * i, 3 * i + 3)];
      expect(actions[i]).toBe(row.indexOf(Math.max(...row)));
    }
    expect([...actions.subarray(6)]).toEqual([-1, -1]);
    network.parameters.fill(0);
    network.greedyActions(6, actions);
    expect([...actions.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('hands out the same view for the same batch size', () => {
    const network = randomNetwork(MIXED, 4);
    expect(network.forward(3)).toBe(network.forward(3));
  });

  it('shares parameters, input and scratch without mixing outputs', () => {
    const kernels = poisonedKernels();
    const spec = denseNetwork(4, [40, 24], 3);
    const scratch = kernels.arena.float32(inferenceScratchLength(spec, 5));
    const online = new InferenceNetwork(kernels, spec, 5, { scratch });
    const target = new InferenceNetwork(kernels, spec, 5, { scratch, input: online.inputRegion });
    const twin = new InferenceNetwork(kernels, spec, 5, {
      scratch,
      input: online.inputRegion,
      parameters: online.parameterRegion,
    });
    const draw = testUniform(4);
    for (const view of [online.parameters, target.parameters, online.input])
      view.forEach((_, i) => (view[i] = draw()));
    const first = online.forward(5).slice();
    const second = target.forward(5).slice();
    expect(bits(twin.forward(5))).toEqual(bits(first));
    expect(bits(online.outputRegion.view)).toEqual(bits(first));
    expect(bits(target.outputRegion.view)).toEqual(bits(second));
    expect(bits(first)).not.toEqual(bits(second));
  });

  it.each([0, 5, -1, 1.5, NaN])('rejects a batch of %d of at most 4', (batch) => {
    const network = randomNetwork(denseNetwork(2, [], 2), 4);
    const rejected = expect.objectContaining({
      code: 'ERR_SHAPE',
      message: `batch: expected an integer from 1 to 4, got ${batch}`,
    }) as Error;
    expect(() => network.forward(batch)).toThrow(rejected);
    expect(() => network.greedyActions(batch, new Int32Array(8))).toThrow(rejected);
  });

  it('rejects regions that do not fit', () => {
    const kernels = poisonedKernels();
    const spec = denseNetwork(2, [3], 2);
    const region = kernels.arena.float32(1);
    for (const [name, shared] of Object.entries({
      parameters: { parameters: region },
      input: { input: region },
      scratch: { scratch: region },
    })) {
      expect(() => new InferenceNetwork(kernels, spec, 4, shared)).toThrow(
        expect.objectContaining({
          code: 'ERR_SHAPE',
          message: expect.stringContaining(`shared ${name}: expected`) as string,
        }) as Error,
      );
    }
    expect(() => randomNetwork(spec, 2).greedyActions(2, new Int32Array(1))).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: 'actions: expected at least 2 elements, got 1',
      }) as Error,
    );
  });
});
