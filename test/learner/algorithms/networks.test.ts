import { describe, expect, it } from 'vitest';
import { algorithmSchema, type AlgorithmName } from '../../../src/learner/algorithms/config.js';
import { networksOf } from '../../../src/learner/algorithms/networks.js';
import { policyNetwork } from '../../../src/learner/algorithms/policy-network.js';
import { policyInitializer } from '../../../src/learner/algorithms/policy-initializer.js';
import { policyPass } from '../../../src/learner/algorithms/policy-pass.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { outputsOf, type NetworkSpec } from '../../../src/shared/network/spec.js';
import { box, discrete } from '../../../src/shared/spaces.js';

const OBSERVATIONS = box([3], -1, 1);
const CHOICES = discrete(4);
const PLANE = box([2], -1, 1);

const configOf = (name: AlgorithmName, given: object = {}) => algorithmSchema.parse({ name, ...given });
const namesOf = (network: NetworkSpec) =>
  parameterLayout(network).tensors.map(({ name, offset }) => `${name} ${offset}`);
const outputsIn = (network: NetworkSpec) => outputsOf(network).map(({ name, length }) => [name, length]);

const POLICY_GRADIENTS = ['reinforce', 'actor-critic', 'a2c', 'impala', 'ppo'] as const;

describe('networksOf', () => {
  it.each(['dqn', ...POLICY_GRADIENTS] as const)(
    'lets actors of %s act with the first of the parameters',
    (name) => {
      for (const given of [{}, { normalizeObservations: true }, { sharedTrunk: true }]) {
        if (name === 'dqn' && 'normalizeObservations' in given) continue;
        const accepted = algorithmSchema.safeParse({ name, ...given });
        if (!accepted.success) continue;
        const { trained, acting } = networksOf(accepted.data, OBSERVATIONS, CHOICES);
        const names = namesOf(trained);
        expect(namesOf(acting)).toEqual(names.slice(0, namesOf(acting).length));
        expect(outputsIn(acting)).toEqual(outputsIn(trained).filter(([output]) => output !== 'value'));
        expect(names.filter((tensor) => tensor.startsWith('value')).length).toBe(
          name === 'dqn' || name === 'reinforce' ? 0 : names.length - namesOf(acting).length,
        );
      }
    },
  );

  it.each(POLICY_GRADIENTS)('gives %s an output for what its policy draws from', (name) => {
    const outputs = (space: typeof CHOICES | typeof PLANE) =>
      outputsIn(networksOf(configOf(name), OBSERVATIONS, space).acting);
    expect(outputs(CHOICES)).toEqual([['policy', 4]]);
    expect(outputs(PLANE)).toEqual([
      ['policy', 2],
      ['logStandardDeviation', 2],
    ]);
  });

  it('names an algorithm for box actions to one who asks for DQN', () => {
    expect(() => networksOf(configOf('dqn'), OBSERVATIONS, PLANE)).toThrow(
      expect.objectContaining({
        code: 'ERR_CONFIG',
        message:
          "algorithm.name: expected an algorithm for box actions, got 'dqn'; it values every single action: use ppo or a2c for box[2]",
      }) as Error,
    );
  });
});

describe('policyNetwork', () => {
  it('has the layers, the trunk and the normalization that are asked for', () => {
    const settings = {
      convolution: 'auto',
      hidden: [7, 5],
      activation: 'tanh',
      normalizeObservations: true,
      sharedTrunk: true,
    } as const;
    const shared = policyNetwork(settings, OBSERVATIONS, PLANE);
    expect(shared.layers).toEqual([
      { kind: 'normalize', inputs: 3, outputs: 3, limit: 10 },
      { kind: 'dense', inputs: 3, outputs: 7, activation: 'tanh' },
      { kind: 'dense', inputs: 7, outputs: 5, activation: 'tanh' },
    ]);
    const apart = policyNetwork(
      { ...settings, normalizeObservations: false, sharedTrunk: false },
      OBSERVATIONS,
      PLANE,
    );
    expect([apart.layers.length, apart.heads!.map(({ name, layers }) => [name, layers.length])]).toEqual([
      0,
      [
        ['policy', 3],
        ['logStandardDeviation', 1],
        ['value', 3],
      ],
    ]);
  });

  it('has no value where no trunk is spoken of', () => {
    const settings = {
      convolution: 'none',
      hidden: [4],
      activation: 'relu',
      normalizeObservations: false,
    } as const;
    expect(outputsIn(policyNetwork(settings, OBSERVATIONS, CHOICES))).toEqual([['policy', 4]]);
  });
});

/** Bytes of the smallest images but one that the Nature network takes: one number a filter is left in the end. */
const IMAGES = box([36, 39, 2], 0, 255, 'uint8');

describe('a network for images', () => {
  const scale = { kind: 'scale', inputs: 2808, outputs: 2808, factor: 1 / 255 };
  const kernels = [
    { height: 36, width: 39, channels: 2, filters: 32, size: 8, stride: 4, inputs: 2808, outputs: 2048 },
    { height: 8, width: 8, channels: 32, filters: 64, size: 4, stride: 2, inputs: 2048, outputs: 576 },
    { height: 3, width: 3, channels: 64, filters: 64, size: 3, stride: 1, inputs: 576, outputs: 64 },
  ];
  const convolutions = kernels.map((kernel) => ({ kind: 'conv2d', ...kernel, activation: 'relu' }));
  const dense = (inputs: number, outputs: number, activation: string) => ({
    kind: 'dense',
    inputs,
    outputs,
    activation,
  });

  it('scales bytes, convolves as the Nature DQN does, and goes on with the hidden layers', () => {
    const { trained, acting } = networksOf(configOf('dqn', { hidden: [12] }), IMAGES, CHOICES);
    expect(trained).toEqual({
      layers: [scale, ...convolutions, dense(64, 12, 'relu'), dense(12, 4, 'linear')],
    });
    expect(acting).toBe(trained);
  });

  it("has the Nature DQN's shapes for its observations", () => {
    const { trained } = networksOf(
      configOf('dqn', { hidden: [512] }),
      box([84, 84, 4], 0, 255, 'uint8'),
      CHOICES,
    );
    // Mnih et al. 2015: what three convolutions leave of 84 x 84 are 7 x 7 places with 64 filters.
    expect(trained.layers.map(({ outputs }) => outputs)).toEqual([28_224, 12_800, 5184, 3136, 512, 4]);
    const { tensors, numParameters } = parameterLayout(trained);
    expect(tensors.filter(({ name }) => name.endsWith('weight')).map(({ shape }) => shape)).toEqual([
      [8, 8, 4, 32],
      [4, 4, 32, 64],
      [3, 3, 64, 64],
      [3136, 512],
      [512, 4],
    ]);
    expect(numParameters).toBe(1_686_180);
  });

  it.each(POLICY_GRADIENTS)('shares the convolutions of %s if its trunk is shared', (name) => {
    const kindsIn = ({ layers, heads = [] }: NetworkSpec) =>
      [layers, ...heads.map((head) => head.layers)].map((chain) => chain.map(({ kind }) => kind).join(' '));
    const body = 'conv2d conv2d conv2d dense';
    const hasValue = name !== 'reinforce';
    if (hasValue) {
      const shared = networksOf(configOf(name, { sharedTrunk: true, hidden: [8] }), IMAGES, PLANE).trained;
      expect(kindsIn(shared)).toEqual([`scale ${body}`, 'dense', 'constant', 'dense']);
    }
    const given = { hidden: [8], ...(hasValue && { sharedTrunk: false }) };
    const apart = networksOf(configOf(name, given), IMAGES, PLANE).trained;
    expect(kindsIn(apart)).toEqual([
      'scale',
      `${body} dense`,
      'constant',
      ...(hasValue ? [`${body} dense`] : []),
    ]);
  });

  it.each([
    ['an image of floats', { convolution: 'auto' }, box([36, 39, 2], 0, 1), convolutions],
    ['no convolutions', { convolution: 'none' }, IMAGES, [scale]],
    [
      'bytes that are no image',
      { convolution: 'auto' },
      box([128], 0, 255, 'uint8'),
      [{ kind: 'scale', inputs: 128, outputs: 128, factor: 1 / 255 }],
    ],
    ['a picture without channels', { convolution: 'auto' }, box([40, 40], 0, 1), []],
  ] as const)('begins with what observations ask for: %s', (_, given, space, first) => {
    const { layers } = networksOf(configOf('dqn', { ...given, hidden: [] }), space, CHOICES).trained;
    expect(layers.slice(0, -1)).toEqual(first);
  });

  it.each([
    [
      { convolution: 'nature' },
      OBSERVATIONS,
      "algorithm.convolution: expected 'none' or 'auto' for box[3], got 'nature'; an image has height, width and channels",
    ],
    [
      {},
      box([35, 200, 1], 0, 255, 'uint8'),
      "algorithm.convolution: expected 'none' for box[35, 200, 1] of uint8, got 'auto'; the kernels of the Nature network need at least 36 x 36 pixels",
    ],
    [
      { convolution: 'nature' },
      box([84, 20, 4], 0, 1),
      "algorithm.convolution: expected 'none' for box[84, 20, 4], got 'nature'; the kernels of the Nature network need at least 36 x 36 pixels",
    ],
    [
      { normalizeObservations: true },
      IMAGES,
      'algorithm.normalizeObservations: expected false for box[36, 39, 2] of uint8, got true; bytes and images are scaled, not normalized: a pixel that hardly changes would drown all others',
    ],
    [
      { normalizeObservations: true },
      box([40, 40, 1], 0, 1),
      'algorithm.normalizeObservations: expected false for box[40, 40, 1], got true; bytes and images are scaled, not normalized: a pixel that hardly changes would drown all others',
    ],
    [
      { normalizeObservations: true, convolution: 'none' },
      box([128], 0, 255, 'uint8'),
      'algorithm.normalizeObservations: expected false for box[128] of uint8, got true; bytes and images are scaled, not normalized: a pixel that hardly changes would drown all others',
    ],
  ] as const)('rejects %j for other observations, in one line', (given, space, message) => {
    for (const name of ['dqn', 'ppo'] as const) {
      if (name === 'dqn' && 'normalizeObservations' in given) continue;
      expect(() => networksOf(configOf(name, given), space, CHOICES)).toThrow(
        expect.objectContaining({ code: 'ERR_CONFIG', message }) as Error,
      );
    }
  });

  it('normalizes images of floats that nothing convolves', () => {
    const space = box([4, 4, 1], 0, 1);
    const given = { normalizeObservations: true, convolution: 'none' };
    const { layers } = networksOf(configOf('ppo', given), space, CHOICES).trained;
    expect(layers[0]).toEqual({ kind: 'normalize', inputs: 16, outputs: 16, limit: 10 });
  });
});

describe('policyInitializer', () => {
  const settings = { initialisation: 'orthogonal', initialLogStandardDeviation: -0.7 } as const;

  it('speaks only of outputs that the network has', () => {
    expect(policyInitializer(settings, { hasValue: false, isGaussian: false })).toEqual({
      scheme: 'orthogonal',
      gains: { hidden: Math.SQRT2, outputs: { policy: 0.01 } },
    });
    expect(policyInitializer(settings, { hasValue: true, isGaussian: true })).toEqual({
      scheme: 'orthogonal',
      gains: { hidden: Math.SQRT2, outputs: { policy: 0.01, value: 1 } },
      constants: { logStandardDeviation: -0.7 },
    });
  });

  it("leaves PyTorch's scheme as it is, but for the standard deviation", () => {
    const torch = { ...settings, initialisation: 'torch' } as const;
    expect(policyInitializer(torch, { hasValue: true, isGaussian: false })).toEqual({ scheme: 'torch' });
    expect(policyInitializer(torch, { hasValue: true, isGaussian: true })).toEqual({
      scheme: 'torch',
      constants: { logStandardDeviation: -0.7 },
    });
  });
});

describe('policyPass', () => {
  it('calls every output by its own name', () => {
    const { trained } = networksOf(configOf('ppo'), OBSERVATIONS, PLANE);
    expect(policyPass(trained)).toEqual({
      parameters: 'online',
      input: 'observation',
      outputs: { policy: 'policy', logStandardDeviation: 'logStandardDeviation', value: 'value' },
    });
  });
});
