import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../src/shared/network/spec.js';
import { validateNetworkSpec } from '../../../src/shared/network/validate-spec.js';
import { anySpec } from './random-spec.js';

describe('validateNetworkSpec', () => {
  const layer = { kind: 'dense', inputs: 4, outputs: 2, activation: 'relu' };
  const normalize = { kind: 'normalize', inputs: 4, outputs: 4, limit: 1 };
  const constant = { kind: 'constant', inputs: 4, outputs: 2 };
  const scale = { kind: 'scale', inputs: 4, outputs: 4, factor: 0.5 };
  const [image, kernel] = [
    { height: 5, width: 6, channels: 3, inputs: 90 },
    { filters: 4, size: 3, stride: 2, outputs: 16 },
  ];
  const conv2d = { kind: 'conv2d', ...image, ...kernel, activation: 'relu' };

  it.each<readonly [unknown, string]>([
    [null, 'network: expected an object, got null'],
    [{}, 'layers: expected an array of layers, got undefined'],
    [{ layers: [] }, 'layers: expected at least one layer, or heads, got []'],
    [
      { layers: [null] },
      "layers[0].kind: expected 'dense' | 'conv2d' | 'scale' | 'normalize' | 'constant', got undefined",
    ],
    [
      { layers: [{ ...layer, kind: 'conv' }] },
      "layers[0].kind: expected 'dense' | 'conv2d' | 'scale' | 'normalize' | 'constant', got 'conv'",
    ],
    [{ layers: [{ ...layer, inputs: 0 }] }, 'layers[0].inputs: expected an integer from 1 to 262144, got 0'],
    [
      { layers: [{ ...layer, outputs: 1.5 }] },
      'layers[0].outputs: expected an integer from 1 to 262144, got 1.5',
    ],
    [
      { layers: [{ ...layer, outputs: '2' }] },
      "layers[0].outputs: expected an integer from 1 to 262144, got '2'",
    ],
    [
      { layers: [{ ...layer, inputs: NaN }] },
      'layers[0].inputs: expected an integer from 1 to 262144, got NaN',
    ],
    [
      { layers: [{ ...layer, outputs: 300_000 }] },
      'layers[0].outputs: expected an integer from 1 to 262144, got 300000',
    ],
    [
      { layers: [{ ...layer, activation: 'gelu' }] },
      "layers[0].activation: expected 'linear' | 'relu' | 'tanh', got 'gelu'",
    ],
    [{ layers: [layer, layer] }, 'layers[1].inputs: expected 2, the outputs of layers[0], got 4'],
    [
      { layers: [, layer] },
      "layers[0].kind: expected 'dense' | 'conv2d' | 'scale' | 'normalize' | 'constant', got undefined",
    ],
    [
      [layer],
      "network: expected an object, got [ { kind: 'dense', inputs: 4, outputs: 2, activation: 'relu' } ]",
    ],
    [{ layers: [layer], head: [] }, "network: expected no fields but layers, heads, got 'head'"],
    [
      { layers: [{ ...layer, limit: 1 }] },
      "layers[0]: expected no fields but kind, inputs, outputs, activation, got 'limit'",
    ],
    [{ layers: [{ ...normalize, outputs: 3 }] }, 'layers[0].outputs: expected 4, its inputs, got 3'],
    ...[0, -1, NaN, Infinity, 1e39, 1e-46, '5', undefined].map(
      (limit) =>
        [
          { layers: [{ ...normalize, limit }] },
          `layers[0].limit: expected a finite float32 number above 0, got ${limit === '5' ? "'5'" : String(limit)}`,
        ] as const,
    ),
    ...(['height', 'width', 'channels', 'filters', 'size', 'stride', 'inputs', 'outputs'] as const).flatMap(
      (field) =>
        [0, 2.5, -1, '3', undefined, 300_000].map(
          (value) =>
            [
              { layers: [{ ...conv2d, [field]: value }] },
              `layers[0].${field}: expected an integer from 1 to 262144, got ${inspect(value)}`,
            ] as const,
        ),
    ),
    [
      { layers: [{ ...conv2d, size: 6 }] },
      "layers[0].size: expected at most 5, the image's shorter side, got 6",
    ],
    [
      { layers: [{ ...conv2d, inputs: 60 }] },
      'layers[0].inputs: expected 90, its height * width * channels, got 60',
    ],
    [
      { layers: [{ ...conv2d, outputs: 64 }] },
      'layers[0].outputs: expected 16, the places of its kernel times its filters, got 64',
    ],
    // 6 wide, 3 at a time, at every second pixel: the last pixel is left over.
    [
      { layers: [{ ...conv2d, outputs: 24 }] },
      'layers[0].outputs: expected 16, the places of its kernel times its filters, got 24',
    ],
    [
      { layers: [{ ...conv2d, height: 60_000, width: 60_000 }] },
      'layers[0].inputs: expected 10800000000, its height * width * channels, got 90',
    ],
    [
      { layers: [{ ...conv2d, activation: 'softmax' }] },
      "layers[0].activation: expected 'linear' | 'relu' | 'tanh', got 'softmax'",
    ],
    [
      { layers: [{ ...conv2d, padding: 'same' }] },
      "layers[0]: expected no fields but kind, height, width, channels, filters, size, stride, inputs, outputs, activation, got 'padding'",
    ],
    [
      { layers: [{ ...layer, inputs: 200_000, outputs: 2000 }] },
      'layers[0]: expected at most 268435456 weights, got 400000000',
    ],
    [
      {
        layers: [
          {
            ...conv2d,
            height: 40,
            width: 40,
            channels: 100,
            inputs: 160_000,
            size: 40,
            filters: 2000,
            outputs: 2000,
          },
        ],
      },
      'layers[0]: expected at most 268435456 weights, got 320000000',
    ],
    [
      { layers: [{ ...layer, outputs: 80 }, conv2d] },
      'layers[1].inputs: expected 80, the outputs of layers[0], got 90',
    ],
    [{ layers: [conv2d, layer] }, 'layers[1].inputs: expected 16, the outputs of layers[0], got 4'],
    [{ layers: [{ ...scale, outputs: 3 }] }, 'layers[0].outputs: expected 4, its inputs, got 3'],
    ...[0, NaN, Infinity, 1e39, 1e-46, '5', undefined].map(
      (factor) =>
        [
          { layers: [{ ...scale, factor }] },
          `layers[0].factor: expected a finite float32 number other than 0, got ${inspect(factor)}`,
        ] as const,
    ),
    ...[
      { layers: [scale, scale] },
      { layers: [normalize, scale] },
      { layers: [{ ...layer, outputs: 4 }, scale] },
    ].map(
      (spec) =>
        [
          spec,
          "layers[1].kind: expected another kind here (the first layer of the trunk normalizes or scales), got 'scale'",
        ] as const,
    ),
    [
      { layers: [scale, normalize] },
      "layers[1].kind: expected another kind here (the first layer of the trunk normalizes or scales), got 'normalize'",
    ],
    [
      { layers: [], heads: [{ name: 'policy', layers: [scale] }] },
      "heads[0].layers[0].kind: expected another kind here (the first layer of the trunk normalizes or scales), got 'scale'",
    ],
    [
      { layers: [normalize, normalize] },
      "layers[1].kind: expected another kind here (the first layer of the trunk normalizes or scales), got 'normalize'",
    ],
    [
      { layers: [], heads: [{ name: 'policy', layers: [normalize] }] },
      "heads[0].layers[0].kind: expected another kind here (the first layer of the trunk normalizes or scales), got 'normalize'",
    ],
    [
      { layers: [constant] },
      "layers[0].kind: expected another kind here (a constant is the one layer of a head), got 'constant'",
    ],
    [
      { layers: [], heads: [{ name: 'policy', layers: [constant, layer] }] },
      "heads[0].layers[0].kind: expected another kind here (a constant is the one layer of a head), got 'constant'",
    ],
    [{ layers: [], heads: [] }, 'heads: expected an array of at least one head, or none given, got []'],
    [
      { layers: [layer], heads: null },
      'heads: expected an array of at least one head, or none given, got null',
    ],
    [{ layers: [layer], heads: [null] }, 'heads[0]: expected an object, got null'],
    [
      { layers: [], heads: [{ name: 'policy', layers: [] }] },
      'heads[0].layers: expected an array of at least one layer, got []',
    ],
    [
      { layers: [], heads: [{ name: 'policy' }] },
      'heads[0].layers: expected an array of at least one layer, got undefined',
    ],
    [
      { layers: [], heads: [{ name: 'policy', layers: [layer], gain: 1 }] },
      "heads[0]: expected no fields but name, layers, got 'gain'",
    ],
    ...['', 'Policy', '0', 'a.b', '__proto__', 'a\n', 'x'.repeat(65), 3, undefined].map(
      (name) =>
        [
          { layers: [], heads: [{ name, layers: [layer] }] },
          `heads[0].name: expected a camelCase word of at most 64 letters and digits, got ${inspect(name)}`,
        ] as const,
    ),
    [
      { layers: [], heads: [{ name: 'output', layers: [layer] }] },
      "heads[0].name: expected another name than that of a network's only output, got 'output'",
    ],
    [
      {
        layers: [],
        heads: [
          { name: 'policy', layers: [layer] },
          { name: 'policy', layers: [layer] },
        ],
      },
      "heads[1].name: expected a name that no head before has, got 'policy'",
    ],
    [
      { layers: [layer], heads: [{ name: 'policy', layers: [layer] }] },
      'heads[0].layers[0].inputs: expected 2, the outputs of layers[0], got 4',
    ],
    [
      { layers: [layer], heads: [{ name: 'policy', layers: [constant] }] },
      'heads[0].layers[0].inputs: expected 2, the outputs of layers[0], got 4',
    ],
    [
      {
        layers: [],
        heads: [
          { name: 'policy', layers: [layer] },
          { name: 'value', layers: [{ ...layer, inputs: 3 }] },
        ],
      },
      'heads[1].layers[0].inputs: expected 4, the inputs of heads[0].layers[0], got 3',
    ],
    [
      { layers: [], heads: [{ name: 'policy', layers: [layer, layer] }] },
      'heads[0].layers[1].inputs: expected 2, the outputs of heads[0].layers[0], got 4',
    ],
  ])('names what is wrong in %j', (spec, message) => {
    expect(() => validateNetworkSpec(spec as NetworkSpec)).toThrow(
      expect.objectContaining({ code: 'ERR_NETWORK_SPEC', message }) as Error,
    );
  });

  it('shows a wrong part on one short line, however much is nested in it', () => {
    let nested: unknown = 'x'.repeat(1000);
    for (let i = 0; i < 50; i++) nested = { nested, beside: [nested, nested, nested, nested, nested] };
    try {
      validateNetworkSpec({ layers: nested } as unknown as NetworkSpec);
      expect.unreachable();
    } catch (error) {
      const { message } = error as Error;
      expect(message).not.toContain('\n');
      expect(message.length).toBeLessThan(300);
    }
  });

  it('accepts any valid spec, and one that has been JSON', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        validateNetworkSpec(spec);
        validateNetworkSpec(JSON.parse(JSON.stringify(spec)) as NetworkSpec);
      }),
      { seed: 1 },
    );
  });
});
