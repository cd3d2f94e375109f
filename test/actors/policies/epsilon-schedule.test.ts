import { describe, expect, it } from 'vitest';
import {
  createEpsilonSchedule,
  type EnvironmentRange,
  type EpsilonSchedule,
} from '../../../src/actors/policies/epsilon-schedule.js';
import type { EpsilonConfig } from '../../../src/shared/config/exploration.js';

// Binary fractions, so that every expected value is exact.
const LINEAR = { kind: 'linear', start: 1, end: 0.25, steps: 1024 } as const;
const PER_EPISODE = { kind: 'per-episode', start: 1, decay: 0.5, end: 0.1 } as const;
const APEX = { kind: 'apex', base: 0.4, alpha: 7 } as const;

const allOf = (totalEnvs: number): EnvironmentRange => ({ firstEnv: 0, numEnvs: totalEnvs, totalEnvs });

/** Epsilons after `stepsPerEnv` steps, poisoned before. */
function epsilonsAt(schedule: EpsilonSchedule, stepsPerEnv: number): number[] {
  schedule.epsilons.fill(NaN);
  schedule.advanceTo(stepsPerEnv);
  return [...schedule.epsilons];
}

describe('the linear epsilon schedule', () => {
  it.each([
    { stepsPerEnv: 0, epsilon: 1 },
    { stepsPerEnv: 1, epsilon: 1 - 0.75 / 256 },
    { stepsPerEnv: 128, epsilon: 0.625 },
    { stepsPerEnv: 255, epsilon: 0.25 + 0.75 / 256 },
    { stepsPerEnv: 256, epsilon: 0.25 },
    { stepsPerEnv: 1e9, epsilon: 0.25 },
  ])('is $epsilon after $stepsPerEnv steps of each of 4 environments', ({ stepsPerEnv, epsilon }) => {
    const schedule = createEpsilonSchedule(LINEAR, allOf(4));
    expect(epsilonsAt(schedule, stepsPerEnv)).toEqual([epsilon, epsilon, epsilon, epsilon]);
  });

  it('counts the steps of all environments of the run, not only of its own', () => {
    const few = createEpsilonSchedule(LINEAR, { firstEnv: 6, numEnvs: 2, totalEnvs: 8 });
    expect(epsilonsAt(few, 64)).toEqual([0.625, 0.625]);
    expect(epsilonsAt(few, 128)).toEqual([0.25, 0.25]);
  });

  it('can rise, and does not care about episodes', () => {
    const rising = createEpsilonSchedule({ ...LINEAR, start: 0, end: 0.5 }, allOf(1));
    rising.endEpisode(0);
    expect(epsilonsAt(rising, 512)).toEqual([0.25]);
    expect(epsilonsAt(rising, 4096)).toEqual([0.5]);
  });
});

describe('the per-episode epsilon schedule', () => {
  it('decays each environment by its own episodes, down to the floor', () => {
    const schedule = createEpsilonSchedule(PER_EPISODE, allOf(3));
    expect([...schedule.epsilons]).toEqual([1, 1, 1]);
    schedule.endEpisode(1);
    schedule.endEpisode(1);
    schedule.endEpisode(2);
    schedule.advanceTo(1e6);
    expect([...schedule.epsilons]).toEqual([1, 0.25, 0.5]);
    for (let i = 0; i < 10; i++) schedule.endEpisode(1);
    expect([...schedule.epsilons]).toEqual([1, 0.1, 0.5]);
  });

  it('goes on where another actor stopped', () => {
    const config = { ...PER_EPISODE, decay: 0.995, end: 0.01 };
    for (const episodesBefore of [0, 1, 37, 900, 5000]) {
      const first = createEpsilonSchedule(config, allOf(1));
      for (let i = 0; i < episodesBefore; i++) first.endEpisode(0);
      const second = createEpsilonSchedule(config, allOf(1), episodesBefore);
      // A power against as many products, each rounded: one part in 2^53 apiece.
      const tolerance = (episodesBefore + 1) * 2 ** -53;
      expect(Math.abs(second.epsilons[0]! / first.epsilons[0]! - 1)).toBeLessThanOrEqual(tolerance);
      first.endEpisode(0);
      second.endEpisode(0);
      expect(Math.abs(second.epsilons[0]! / first.epsilons[0]! - 1)).toBeLessThanOrEqual(tolerance);
    }
  });
});

describe("Ape-X's spread of epsilons", () => {
  it('is base ^ (1 + alpha * i / (N - 1)) for environment i of N, at all times', () => {
    const schedule = createEpsilonSchedule(APEX, allOf(8));
    schedule.advanceTo(1e6);
    schedule.endEpisode(0);
    // The paper's numbers, worked out by hand: 0.4, 0.4^2, ... 0.4^8.
    const expected = [0.4, 0.16, 0.064, 0.0256, 0.01024, 0.004096, 0.0016384, 0.00065536];
    schedule.epsilons.forEach((epsilon, i) => expect(epsilon).toBeCloseTo(expected[i]!, 12));
  });

  it('is the base for the one environment of a run', () => {
    expect([...createEpsilonSchedule(APEX, allOf(1)).epsilons]).toEqual([0.4]);
  });

  it('goes over the environments of the run, not of the actor', () => {
    const last = createEpsilonSchedule(APEX, { firstEnv: 7, numEnvs: 1, totalEnvs: 8 });
    expect(last.epsilons[0]).toBeCloseTo(0.4 ** 8, 12);
  });
});

describe('every epsilon schedule', () => {
  it.each([LINEAR, { ...PER_EPISODE, decay: 0.9 }, APEX] satisfies EpsilonConfig[])(
    'of kind $kind gives an environment the same epsilon however environments are dealt out',
    (config) => {
      const whole = createEpsilonSchedule(config, allOf(8));
      const parts = [0, 2, 4, 6].map((firstEnv) =>
        createEpsilonSchedule(config, { firstEnv, numEnvs: 2, totalEnvs: 8 }),
      );
      for (let step = 0; step < 200; step++) {
        whole.advanceTo(step);
        for (const part of parts) part.advanceTo(step);
        expect(parts.flatMap(({ epsilons }) => [...epsilons])).toEqual([...whole.epsilons]);
        // Environments end episodes at different times.
        const ended = (step * 5) % 8;
        whole.endEpisode(ended);
        parts[ended >> 1]!.endEpisode(ended & 1);
      }
      expect(whole.epsilons.every((epsilon) => epsilon > 0 && epsilon <= 1)).toBe(true);
    },
  );
});
