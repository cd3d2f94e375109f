import { describe, expect, it } from 'vitest';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { conv2d } from '../../../src/shared/network/convolutions.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import {
  inputLength,
  outputLength,
  outputsOf,
  withoutHead,
  type NetworkSpec,
} from '../../../src/shared/network/spec.js';

const HEADS: NetworkSpec = {
  layers: [
    { kind: 'normalize', inputs: 4, outputs: 4, limit: 5 },
    { kind: 'dense', inputs: 4, outputs: 5, activation: 'tanh' },
  ],
  heads: [
    { name: 'policy', layers: [{ kind: 'dense', inputs: 5, outputs: 2, activation: 'linear' }] },
    { name: 'spread', layers: [{ kind: 'constant', inputs: 5, outputs: 3 }] },
    {
      name: 'value',
      layers: [
        { kind: 'dense', inputs: 5, outputs: 3, activation: 'relu' },
        { kind: 'dense', inputs: 3, outputs: 1, activation: 'linear' },
      ],
    },
  ],
};

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

describe('outputsOf', () => {
  it('names the outputs after the heads, or the only one `output`', () => {
    expect(outputsOf(denseNetwork(4, [8], 3))).toEqual([{ name: 'output', length: 3 }]);
    expect(outputsOf(HEADS)).toEqual([
      { name: 'policy', length: 2 },
      { name: 'spread', length: 3 },
      { name: 'value', length: 1 },
    ]);
    expect([inputLength(HEADS), outputLength(HEADS)]).toEqual([4, 2]);
  });

  it('knows the length of an observation that heads read by themselves', () => {
    const layers = [{ kind: 'dense', inputs: 6, outputs: 2, activation: 'linear' }] as const;
    expect(inputLength({ layers: [], heads: [{ name: 'policy', layers }] })).toBe(6);
  });
});

describe('withoutHead', () => {
  it('leaves the last head out, and keeps the rest', () => {
    const acting = withoutHead(HEADS, 'value');
    expect(acting).toEqual({ layers: HEADS.layers, heads: HEADS.heads!.slice(0, 2) });
    const { tensors, numParameters } = parameterLayout(acting);
    expect(parameterLayout(HEADS).tensors.slice(0, tensors.length)).toEqual(tensors);
    expect(parameterLayout(HEADS).tensors[tensors.length]!.offset).toBe(numParameters);
  });

  it.each([
    [HEADS, 'policy', "head to leave out: expected 'value', the last head, got 'policy'"],
    [
      withoutHead(withoutHead(HEADS, 'value'), 'spread'),
      'policy',
      "head to leave out: expected the last of at least two heads, got 'policy'",
    ],
    [
      denseNetwork(4, [], 2),
      'output',
      "head to leave out: expected the last of at least two heads, got 'output'",
    ],
  ])('rejects any other head', (spec, name, message) => {
    expect(() => withoutHead(spec, name)).toThrow(
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

  it('gives a convolution a weight of four axes and a bias per filter, and a scale nothing', () => {
    const layers = [
      { kind: 'scale', inputs: 90, outputs: 90, factor: 1 / 255 },
      conv2d({ height: 5, width: 6, channels: 3 }, { filters: 4, size: 3, stride: 2 }, 'relu'),
    ] as const;
    expect(parameterLayout({ layers })).toEqual({
      numParameters: 112,
      tensors: [
        { name: '1.weight', shape: [3, 3, 3, 4], offset: 0, length: 108 },
        { name: '1.bias', shape: [4], offset: 108, length: 4 },
      ],
    });
  });

  it('goes on from the trunk to the heads, and names their tensors after them', () => {
    const { tensors, numParameters } = parameterLayout(HEADS);
    expect(tensors.map(({ name, shape, offset }) => [name, shape, offset])).toEqual([
      ['0.mean', [4], 0],
      ['0.scale', [4], 4],
      ['1.weight', [4, 5], 8],
      ['1.bias', [5], 28],
      ['policy.0.weight', [5, 2], 33],
      ['policy.0.bias', [2], 43],
      ['spread.0.value', [3], 45],
      ['value.0.weight', [5, 3], 48],
      ['value.0.bias', [3], 63],
      ['value.1.weight', [3, 1], 66],
      ['value.1.bias', [1], 69],
    ]);
    expect(numParameters).toBe(70);
  });
});
