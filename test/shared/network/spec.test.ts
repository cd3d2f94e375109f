import { describe, expect, it } from 'vitest';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import {
  denseNetwork,
  inputLength,
  outputLength,
  validateNetworkSpec,
  type NetworkSpec,
} from '../../../src/shared/network/spec.js';

describe('denseNetwork', () => {
  it('gives hidden layers the activation and the last a linear output', () => {
    expect(denseNetwork(4, [64, 32], 2, 'tanh')).toEqual({
      layers: [
        { kind: 'dense', inputs: 4, outputs: 64, activation: 'tanh' },
        { kind: 'dense', inputs: 64, outputs: 32, activation: 'tanh' },
        { kind: 'dense', inputs: 32, outputs: 2, activation: 'linear' },
      ],
    });
    expect(denseNetwork(4, [], 2).layers).toEqual([
      { kind: 'dense', inputs: 4, outputs: 2, activation: 'linear' },
    ]);
  });

  it('knows its input and output length', () => {
    const spec = denseNetwork(5, [7], 3);
    expect([inputLength(spec), outputLength(spec)]).toEqual([5, 3]);
  });
});

describe('validateNetworkSpec', () => {
  const layer = { kind: 'dense', inputs: 4, outputs: 2, activation: 'relu' };

  it.each([
    [null, 'network: expected an object, got null'],
    [{}, 'layers: expected an array of layers, got undefined'],
    [{ layers: [] }, 'layers: expected at least one layer, or heads, got []'],
    [{ layers: [null] }, "layers[0].kind: expected 'dense' | 'normalize' | 'constant', got undefined"],
    [
      { layers: [{ ...layer, kind: 'conv' }] },
      "layers[0].kind: expected 'dense' | 'normalize' | 'constant', got 'conv'",
    ],
    [{ layers: [{ ...layer, inputs: 0 }] }, 'layers[0].inputs: expected an integer from 1 to 16384, got 0'],
    [
      { layers: [{ ...layer, outputs: 1.5 }] },
      'layers[0].outputs: expected an integer from 1 to 16384, got 1.5',
    ],
    [
      { layers: [{ ...layer, outputs: '2' }] },
      "layers[0].outputs: expected an integer from 1 to 16384, got '2'",
    ],
    [
      { layers: [{ ...layer, inputs: NaN }] },
      'layers[0].inputs: expected an integer from 1 to 16384, got NaN',
    ],
    [
      { layers: [{ ...layer, outputs: 20_000 }] },
      'layers[0].outputs: expected an integer from 1 to 16384, got 20000',
    ],
    [
      { layers: [{ ...layer, activation: 'gelu' }] },
      "layers[0].activation: expected 'linear' | 'relu' | 'tanh', got 'gelu'",
    ],
    [{ layers: [layer, layer] }, 'layers[1].inputs: expected 2, the outputs of layers[0], got 4'],
  ])('names what is wrong in %j', (spec, message) => {
    expect(() => validateNetworkSpec(spec as unknown as NetworkSpec)).toThrow(
      expect.objectContaining({ code: 'ERR_NETWORK_SPEC', message }) as Error,
    );
  });
});

describe('parameterLayout', () => {
  it('places weight and bias of each layer one after the other', () => {
    const layout = parameterLayout(denseNetwork(4, [3], 2));
    expect(layout).toEqual({
      numParameters: 23,
      tensors: [
        { name: '0.weight', shape: [4, 3], offset: 0, length: 12 },
        { name: '0.bias', shape: [3], offset: 12, length: 3 },
        { name: '1.weight', shape: [3, 2], offset: 15, length: 6 },
        { name: '1.bias', shape: [2], offset: 21, length: 2 },
      ],
    });
  });
});
