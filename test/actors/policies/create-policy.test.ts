import { describe, expect, it } from 'vitest';
import { createGreedyPolicy, createSampledPolicy } from '../../../src/actors/policies/create-policy.js';
import { actorCriticNetwork } from '../../../src/shared/network/actor-critic-network.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { box, discrete } from '../../../src/shared/spaces.js';
import { Acting, arbitraryNetwork } from './support/acting.js';

const POLICY_OF_TWO = actorCriticNetwork({
  ...{ observationSize: 3, policySize: 2, hidden: [], activation: 'tanh', sharedTrunk: true },
  ...{ normalize: undefined, logStandardDeviation: false, value: true },
});
const stochastic = { kind: 'stochastic' } as const;
const epsilonGreedy = { kind: 'epsilon-greedy', exploration: { kind: 'apex', base: 0.4, alpha: 7 } } as const;

describe('createPolicy', () => {
  it.each([
    {
      what: 'more choices than outputs',
      setup: { spec: epsilonGreedy, network: denseNetwork(3, [], 2), actionSpace: discrete(3) },
      message: "network output 'output': expected 3 numbers for discrete(3), got 2",
    },
    {
      what: 'a box of another size',
      setup: { spec: stochastic, network: POLICY_OF_TWO, actionSpace: box([3], -1, 1) },
      message: "network output 'policy': expected 3 numbers for box[3], got 2",
    },
    {
      what: 'a box without deviations',
      setup: { spec: stochastic, network: POLICY_OF_TWO, actionSpace: box([2], -1, 1) },
      message: "network output 'logStandardDeviation': expected 2 numbers for box[2], got none",
    },
    {
      what: 'draws from action values',
      setup: { spec: stochastic, network: denseNetwork(3, [], 2), actionSpace: discrete(2) },
      message: "network of a stochastic policy: expected 'policy' as its first output, got 'output'",
    },
  ])('refuses $what', ({ setup, message }) => {
    expect(() => new Acting(setup)).toThrow(expect.objectContaining({ code: 'ERR_SHAPE', message }) as Error);
  });

  it('refuses the values of a box', () => {
    const setup = { spec: epsilonGreedy, network: denseNetwork(3, [], 2), actionSpace: box([2], -1, 1) };
    expect(() => new Acting(setup)).toThrow("environment 'Nowhere-v0'");
  });
});

describe('a policy narrower than its network', () => {
  it('acts for its own environments alone', () => {
    const acting = arbitraryNetwork(POLICY_OF_TWO, 4);
    const streams = [new RandomStream([1, 2, 3, 4]), new RandomStream([5, 6, 7, 8])];
    for (const policy of [
      createGreedyPolicy(acting, discrete(2), 2),
      createSampledPolicy(acting, discrete(2), streams),
    ]) {
      expect(policy.observations).toHaveLength(6);
      expect(policy.actions).toHaveLength(2);
      policy.act(0);
    }
  });
});
