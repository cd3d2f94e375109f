import { describe, expect, it } from 'vitest';
import { GaussianPolicy } from '../../../src/actors/policies/gaussian.js';
import { actorCriticNetwork } from '../../../src/shared/network/actor-critic-network.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { box, type BoxSpace } from '../../../src/shared/spaces.js';
import { itActsAs } from './conformance.js';
import { arbitraryNetwork } from './support/acting.js';
import { gaussianDistribution } from './support/distribution.js';

const networkFor = (policySize: number) =>
  actorCriticNetwork({
    ...{ observationSize: 3, policySize, hidden: [8], activation: 'tanh', sharedTrunk: true },
    ...{ normalize: undefined, logStandardDeviation: true, value: false },
  });

const setup = (actionSpace: BoxSpace) => ({
  spec: { kind: 'stochastic' } as const,
  network: networkFor(actionSpace.low.length),
  actionSpace,
});

const LINE = box([1], -0.5, 0.5);
/** Another interval in every dimension, one of them without an end. */
const PLANE = box([2], [-0.25, -Infinity], [1, 0.5]);

describe('GaussianPolicy on a line', () => itActsAs(setup(LINE), gaussianDistribution(LINE)));
describe('GaussianPolicy on a plane', () => itActsAs(setup(PLANE), gaussianDistribution(PLANE)));

describe('GaussianPolicy', () => {
  it('tells the log-probability of the sample as it is stored, however narrow the distribution', () => {
    const { network } = arbitraryNetwork(networkFor(1), 1);
    const policy = new GaussianPolicy(network, LINE, [new RandomStream([1, 2, 3, 4])]);
    // The flat vector ends with the means' bias and the one logarithm of a deviation.
    network.parameters.fill(0);
    const logDeviation = -16;
    network.parameters.set([1, logDeviation], network.parameters.length - 2);
    const distances = new Set<number>();
    for (let step = 0; step < 100; step++) {
      policy.act();
      // 1e-7 wide beside 1: float32 has next to nothing to round to, and the sample drawn is not the one stored.
      const z = (policy.actions[0]! - 1) / Math.exp(logDeviation);
      distances.add(z);
      const reference = -(z ** 2) / 2 - logDeviation - Math.log(2 * Math.PI) / 2;
      expect(Math.abs(policy.logProbabilities[0]! - reference)).toBeLessThan(1e-6 * Math.abs(reference));
    }
    // Half a deviation to one from each to the next.
    expect(distances.size).toBeLessThan(20);
  });

  it('hands broken weights on, for the environment to name the actor and the learner to stop', () => {
    const { network } = arbitraryNetwork(networkFor(2), 1);
    const policy = new GaussianPolicy(network, PLANE, [new RandomStream([1, 2, 3, 4])]);
    network.parameters.fill(NaN);
    policy.act();
    expect([...policy.environmentActions]).toEqual([NaN, NaN]);
  });
});
