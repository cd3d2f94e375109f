import { describe, expect, it } from 'vitest';
import { EpsilonGreedyPolicy } from '../../../src/actors/policies/epsilon-greedy.js';
import {
  createEpsilonSchedule,
  type EnvironmentRange,
} from '../../../src/actors/policies/epsilon-schedule.js';
import { explorationStreams } from '../../../src/actors/policies/exploration-streams.js';
import type { EpsilonConfig } from '../../../src/shared/config/exploration.js';
import { denseNetwork } from '../../../src/shared/network/spec.js';
import { arbitraryParameters, inferenceNetwork } from '../support/network.js';

const NUM_ACTIONS = 4;
const OBSERVATION_SIZE = 3;
const SPEC = denseNetwork(OBSERVATION_SIZE, [16], NUM_ACTIONS);
const ALL: EnvironmentRange = { firstEnv: 0, numEnvs: 8, totalEnvs: 8 };

const ALL_ENVS = Array.from({ length: ALL.numEnvs }, (_, i) => i);

const constant = (epsilon: number): EpsilonConfig => {
  return { kind: 'linear', start: epsilon, end: epsilon, steps: 1 };
};

/** A policy with the same arbitrary network for every range, on observations that differ by environment and step. */
class Subject {
  readonly policy: EpsilonGreedyPolicy;
  readonly #range: EnvironmentRange;
  readonly #greedy: (actions: Int32Array) => void;

  constructor(exploration: EpsilonConfig, range = ALL, { seed = 3, incarnation = 0 } = {}) {
    const network = inferenceNetwork(SPEC, range.numEnvs);
    network.parameters.set(arbitraryParameters(SPEC, 1));
    const schedule = createEpsilonSchedule(exploration, range);
    const streams = explorationStreams(range, seed, incarnation);
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

/** Sum of (seen - expected)^2 / expected. */
function chiSquare(seen: readonly number[], expected: readonly number[]): number {
  return seen.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
}

/** 99.9th percentiles of the chi-square distribution, by degrees of freedom. The seed is fixed: no test is flaky. */
const CHI_SQUARE_LIMIT = { 1: 10.83, 3: 16.27 } as const;

describe('EpsilonGreedyPolicy', () => {
  it('takes another than the greedy action as often as epsilon says, each alike', () => {
    const epsilon = 0.3;
    const subject = new Subject(constant(epsilon));
    const numSteps = 5000;
    // How far the action is from the greedy one, round the four of them.
    const offsets = new Array<number>(NUM_ACTIONS).fill(0);
    const explorersByEnv = new Array<number>(ALL.numEnvs).fill(0);
    for (let step = 0; step < numSteps; step++) {
      const { actions, greedy } = subject.act(step);
      actions.forEach((action, i) => {
        offsets[(action - greedy[i]! + NUM_ACTIONS) % NUM_ACTIONS]! += 1;
        explorersByEnv[i]! += Number(action !== greedy[i]);
      });
    }
    const total = numSteps * ALL.numEnvs;
    const other = (epsilon / NUM_ACTIONS) * total;
    expect(chiSquare(offsets, [total - 3 * other, other, other, other])).toBeLessThan(CHI_SQUARE_LIMIT[3]);
    for (const explored of explorersByEnv) {
      const mean = (epsilon * numSteps * (NUM_ACTIONS - 1)) / NUM_ACTIONS;
      expect(chiSquare([explored, numSteps - explored], [mean, numSteps - mean])).toBeLessThan(
        CHI_SQUARE_LIMIT[1],
      );
    }
  });

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
    expect(chiSquare(counts, new Array<number>(NUM_ACTIONS).fill(10_000))).toBeLessThan(CHI_SQUARE_LIMIT[3]);
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

  it('repeats itself, and draws other numbers with another seed and in another life', () => {
    const play = (about: { seed?: number; incarnation?: number }) =>
      new Subject(constant(1), ALL, about).play(50);
    const first = play({});
    expect(play({})).toEqual(first);
    const columns = [first, play({ seed: 4 }), play({ incarnation: 1 }), play({ incarnation: 2 })].flatMap(
      (rows) => ALL_ENVS.map((env) => rows.map((row) => row[env]).join('')),
    );
    // No environment of any life repeats what another one did.
    expect(new Set(columns).size).toBe(columns.length);
  });
});
