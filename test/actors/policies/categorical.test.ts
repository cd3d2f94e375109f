import { describe, expect, it } from 'vitest';
import { CategoricalPolicy } from '../../../src/actors/policies/categorical.js';
import { actorCriticNetwork } from '../../../src/shared/network/actor-critic-network.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { discrete } from '../../../src/shared/spaces.js';
import { itActsAs } from './conformance.js';
import { arbitraryNetwork } from './support/acting.js';
import { CATEGORICAL } from './support/distribution.js';

const networkFor = (policySize: number, hidden: readonly number[]) =>
  actorCriticNetwork({
    ...{ observationSize: 3, policySize, hidden, activation: 'tanh', sharedTrunk: false },
    ...{ normalize: undefined, logStandardDeviation: false, value: false },
  });

const setup = (numActions: number) => ({
  spec: { kind: 'stochastic' } as const,
  network: networkFor(numActions, [16]),
  actionSpace: discrete(numActions),
});

describe('CategoricalPolicy of four actions', () => itActsAs(setup(4), CATEGORICAL));
describe('CategoricalPolicy of two actions', () => itActsAs(setup(2), CATEGORICAL));

describe('CategoricalPolicy', () => {
  /** A policy with these logits, for one environment, whose stream gives one number for ever. */
  function policyOf(logits: readonly number[], u: number): CategoricalPolicy {
    const acting = arbitraryNetwork(networkFor(logits.length, []), 1);
    acting.network.parameters.fill(0);
    // The biases come last.
    acting.network.parameters.set(logits, acting.network.parameters.length - logits.length);
    const stream = new RandomStream([1, 2, 3, 4]);
    stream.nextFloat = () => u;
    return new CategoricalPolicy(acting, logits.length, [stream]);
  }

  it.each([
    { logits: [-1e4, 0, 0], u: 0, action: 1, why: 'the first has no probability, whatever is drawn' },
    { logits: [0, -1e4, 0], u: 0.5, action: 2, why: 'the second begins and ends where the third begins' },
    { logits: [0, 0, 0, 0], u: 0.25, action: 1, why: 'an action ends before the sum up to it' },
    { logits: [0, 0, 0, 0], u: 0.25 - 2 ** -24, action: 0, why: 'the first takes all below its own' },
    // No stream gives 2: it stands for a number above a sum that rounding has left below 1.
    {
      logits: [0, 0, -1e4],
      u: 2,
      action: 1,
      why: 'what rounding leaves goes to the last that can be chosen',
    },
    { logits: [0, 0, 0], u: 2, action: 2, why: 'what rounding leaves goes to the last' },
    { logits: [1e30, 0, -1e30], u: 0.999, action: 0, why: 'large logits do not overflow' },
    { logits: [NaN, 0, 0], u: 0.5, action: 0, why: 'broken weights are for the learner to notice' },
  ])('with logits $logits draws $action for $u: $why', ({ logits, u, action }) => {
    const policy = policyOf(logits, u);
    policy.act();
    expect([...policy.actions]).toEqual([action]);
    const certain = Math.max(...logits) === 1e30;
    if (certain) expect([...policy.logProbabilities]).toEqual([0]);
  });
});
