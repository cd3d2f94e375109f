import { describe, expect, it } from 'vitest';
import { EpsilonGreedyPolicy } from '../../../src/actors/policies/epsilon-greedy.js';
import {
  createEpsilonSchedule,
  type EnvironmentRange,
} from '../../../src/actors/policies/epsilon-schedule.js';
import { explorationStreams } from '../../../src/actors/policies/exploration-streams.js';
import type { EpsilonConfig } from '../../../src/shared/config/exploration.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import { discrete } from '../../../src/shared/spaces.js';
import { arbitraryParameters, inferenceNetwork } from '../support/network.js';
import { itActsAs } from './conformance.js';
import { CHI_SQUARE_LIMIT, chiSquare, epsilonGreedyDistribution } from './support/distribution.js';

const NUM_ACTIONS = 4;
const OBSERVATION_SIZE = 3;
const SPEC = denseNetwork(OBSERVATION_SIZE, [16], NUM_ACTIONS);
const ALL: EnvironmentRange = { firstEnv: 0, numEnvs: 8, totalEnvs: 8 };

const constant = (epsilon: number): EpsilonConfig => {
  return { kind: 'linear', start: epsilon, end: epsilon, steps: 1 };
};

/** A policy with the same arbitrary network for every range, on observations that differ by environment and step. */
class Subject {
  readonly policy: EpsilonGreedyPolicy;
  readonly #range: EnvironmentRange;
  readonly #greedy: (actions: Int32Array) => void;

  constructor(exploration: EpsilonConfig, range = ALL) {
    const network = inferenceNetwork(SPEC, range.numEnvs);
    network.parameters.set(arbitraryParameters(SPEC, 1));
    const schedule = createEpsilonSchedule(exploration, range);
    const streams = explorationStreams(range, 3, 0);
    this.policy = new EpsilonGreedyPolicy(network, schedule, NUM_ACTIONS, streams);
    this.#range = range;
    this.#greedy = (actions) => network.greedyActions(range.numEnvs, actions);
  }

  act(step: number): { readonly actions: readonly number[]; readonly greedy: readonly number[] } {
    const { firstEnv, numEnvs } = this.#range;
    for (let i = 0; i < numEnvs * OBSERVATION_SIZE; i++) {
      this.policy.observations[i] = Math.sin(1 + step * 0.7 + (firstEnv * OBSERVATION_SIZE + i) * 1.3);
    }
    const greedy = new Int32Array(numEnvs).fill(-1);
    this.#greedy(greedy);
    this.policy.actions.fill(-1);
    this.policy.act(step);
    return { actions: [...this.policy.actions], greedy: [...greedy] };
  }

  /** Actions of many steps, one row each. */
  play(numSteps: number): (readonly number[])[] {
    return Array.from({ length: numSteps }, (_, step) => this.act(step).actions);
  }
}

describe('EpsilonGreedyPolicy with epsilon 0.3', () => {
  const spec = { kind: 'epsilon-greedy', exploration: constant(0.3) } as const;
  itActsAs({ spec, network: SPEC, actionSpace: discrete(NUM_ACTIONS) }, epsilonGreedyDistribution(0.3));
});

describe('EpsilonGreedyPolicy', () => {
  it('is greedy when epsilon is 0', () => {
    const subject = new Subject(constant(0));
    const seen = new Set<number>();
    for (let step = 0; step < 500; step++) {
      const { actions, greedy } = subject.act(step);
      expect(actions).toEqual(greedy);
      actions.forEach((action) => seen.add(action));
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  it('is uniform when epsilon is 1', () => {
    const counts = new Array<number>(NUM_ACTIONS).fill(0);
    for (const action of new Subject(constant(1)).play(5000).flat()) counts[action]! += 1;
    expect(chiSquare(counts, new Array<number>(NUM_ACTIONS).fill(10_000))).toBeLessThan(CHI_SQUARE_LIMIT[3]!);
  });

  it('uses the epsilon of each environment, at the step it is at', () => {
    const { policy } = new Subject({ kind: 'apex', base: 0.5, alpha: 7 });
    expect(policy.epsilon).toBeCloseTo((0.5 - 0.5 ** 9) / 0.5 / 8, 12);
    const falling = new Subject({ kind: 'linear', start: 1, end: 0, steps: 80 });
    falling.act(5);
    expect(falling.policy.epsilon).toBe(0.5);
    const { actions, greedy } = falling.act(10);
    expect(falling.policy.epsilon).toBe(0);
    expect(actions).toEqual(greedy);
  });

  it('tells the schedule which environment has ended an episode', () => {
    const { policy } = new Subject({ kind: 'per-episode', start: 1, decay: 0.5, end: 0 });
    for (const index of [3, 3, 5]) policy.endEpisode(index);
    // Two episodes of one environment and one of another, not three of the same.
    expect(policy.epsilon).toBe((6 + 0.25 + 0.5) / 8);
  });

  it('gives an environment the same actions however environments are split over policies', () => {
    const exploration = { kind: 'apex', base: 0.9, alpha: 1 } as const;
    const whole = new Subject(exploration).play(300);
    for (const sizes of [
      [2, 2, 2, 2],
      [1, 3, 4],
      [7, 1],
    ]) {
      let firstEnv = 0;
      const parts = sizes.map((numEnvs) => {
        const part = new Subject(exploration, { firstEnv, numEnvs, totalEnvs: 8 }).play(300);
        firstEnv += numEnvs;
        return part;
      });
      expect(whole.map((_, step) => parts.flatMap((part) => part[step]!))).toEqual(whole);
    }
  });
});
