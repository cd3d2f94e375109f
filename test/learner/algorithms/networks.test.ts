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
    const settings = { hidden: [4], activation: 'relu', normalizeObservations: false } as const;
    expect(outputsIn(policyNetwork(settings, OBSERVATIONS, CHOICES))).toEqual([['policy', 4]]);
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
