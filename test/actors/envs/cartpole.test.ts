import { describe, expect, it } from 'vitest';
import { CARTPOLE } from '../../../src/actors/envs/cartpole.js';
import { ClassicVector } from '../../../src/actors/envs/classic-vector.js';
import { environmentSpec, makeEnvironment } from '../../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../../src/actors/envs/vector-environment.js';
import { describeParity, expectRow } from './parity.js';
import { rowOf } from './support/columns.js';
import { readGoldenVector } from './support/golden.js';

const OBSERVATION_TOLERANCE = 2 ** -21;

describeParity(
  CARTPOLE,
  'cartpole',
  {
    // Sine and cosine may round differently in the last bit, and an unstable pole multiplies that step by step.
    state: 1e-9,
    // One unit in the last place at 4, the largest recorded value: float32 may round across a difference of 1e-9.
    observation: OBSERVATION_TOLERANCE,
    start: 0,
    reward: 0,
  },
  ['10', '01', '11'],
);

describe('CartPole-v1', () => {
  it("is Gymnasium's SyncVectorEnv with SAME_STEP autoreset", () => {
    const { numEnvs, seed, first, actions, ...wanted } = readGoldenVector();
    const vector = new ClassicVector(CARTPOLE, { numEnvs });
    vector.reset(environmentSeeds(seed, 0, numEnvs));
    first.forEach((row, i) => expect(rowOf(vector.observations, i, numEnvs)).toEqual(row.map(Math.fround)));
    actions.forEach((row, t) => {
      vector.step(Int32Array.from(row));
      for (const column of ['observations', 'nextObservations'] as const) {
        expectRow(vector[column], wanted[column][t]!.flat(), OBSERVATION_TOLERANCE);
      }
      for (const column of ['rewards', 'terminated', 'truncated'] as const) {
        expect([...vector[column]]).toEqual(wanted[column][t]);
      }
    });
  });

  it("prints the values of Gymnasium's documentation", () => {
    const documented = 5e-9; // half of the last printed digit of the longest
    const vector = new ClassicVector(CARTPOLE, { numEnvs: 3 });
    vector.reset([42, 43, 44]);
    expectRow(rowOf(vector.observations, 0, 3), [0.0273956, -0.00611216, 0.03585979, 0.0197368], documented);
    expectRow(
      rowOf(vector.observations, 1, 3),
      [0.01522993, -0.04562247, -0.04799704, 0.03392126],
      documented,
    );
    expectRow(
      rowOf(vector.observations, 2, 3),
      [-0.03774345, -0.02418869, -0.00942293, 0.0469184],
      documented,
    );
    vector.step(Int32Array.of(1, 0, 1));
    expectRow(rowOf(vector.observations, 0, 3), [0.02727336, 0.18847767, 0.03625453, -0.26141977], 1e-8);
    expectRow(rowOf(vector.observations, 1, 3), [0.01431748, -0.24002444, -0.04731862, 0.3110827], 1e-8);
    expectRow(rowOf(vector.observations, 2, 3), [-0.03822722, 0.1710671, -0.00848456, -0.2487226], 1e-8);
    const { observation } = makeEnvironment('CartPole-v1').reset({ seed: 123 });
    expectRow(observation, [0.01823519, -0.0446179, -0.02796401, -0.03156282], documented);
  });

  it('gives the terminal reward on the step the pole falls, and only there', () => {
    const vector = new ClassicVector(CARTPOLE, {
      numEnvs: 1,
      options: { terminalReward: 0, maxEpisodeSteps: 5 },
    });
    vector.reset([3]);
    const rewards: number[] = [];
    for (let t = 0; t < 10; t++) {
      vector.step(Int32Array.of(t % 2));
      rewards.push(vector.rewards[0]!);
    }
    // Twice five balanced steps to the time limit: truncation is no fall.
    expect(rewards).toEqual(new Array(10).fill(1));

    const falling = makeEnvironment('CartPole-v1', { terminalReward: -2.5 });
    falling.reset({ seed: 3 });
    for (;;) {
      const { reward, terminated } = falling.step(1);
      expect(reward).toBe(terminated ? -2.5 : 1);
      if (terminated) break;
    }
  });

  it.each([
    [{ terminalReward: 'none' }, "terminalReward of 'CartPole-v1': expected a finite number, got none"],
    [{ terminalReward: Infinity }, "terminalReward of 'CartPole-v1': expected a finite number, got Infinity"],
    [{ gravity: 1 }, "option of 'CartPole-v1': expected maxEpisodeSteps or terminalReward, got 'gravity'"],
  ])('refuses the options %j', (options, message) => {
    const error = expect.objectContaining({ code: 'ERR_CONFIG', message }) as Error;
    expect(() => new ClassicVector(CARTPOLE, { numEnvs: 1, options })).toThrow(error);
    expect(() => makeEnvironment('CartPole-v1', options)).toThrow(error);
  });

  it('hands out observations that stay as they were', () => {
    const environment = makeEnvironment('CartPole-v1');
    const first = environment.reset({ seed: 8 }).observation;
    const copy = [...first];
    const second = environment.step(0).observation;
    const secondCopy = [...second];
    environment.step(1);
    environment.reset({ seed: 9 });
    expect([[...first], [...second]]).toEqual([copy, secondCopy]);
  });

  it('refuses reset options, as it has none', () => {
    expect(() => makeEnvironment('CartPole-v1').reset({ seed: 1, options: { low: 0 } })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    );
  });

  it('is solved at 475 within 500 steps', () => {
    expect(environmentSpec('CartPole-v1')).toMatchObject({
      id: 'CartPole-v1',
      maxEpisodeSteps: 500,
      returnThreshold: 475,
    });
  });
});
