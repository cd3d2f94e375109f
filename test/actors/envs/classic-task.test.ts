import { describe, expect, it } from 'vitest';
import { environmentSpec, makeEnvironment } from '../../../src/actors/envs/registry.js';
import type { Action, EnvironmentOptions } from '../../../src/actors/envs/environment.js';

const TERMINATING = ['CartPole-v1', 'MountainCar-v0', 'MountainCarContinuous-v0', 'Acrobot-v1'];

describe('the options of a classic task', () => {
  it.each([
    ['Acrobot-v1', { g: 1 }, "expected maxEpisodeSteps or terminalReward, got 'g'"],
    ['MountainCar-v0', { goal: 1 }, "expected maxEpisodeSteps or terminalReward or goalVelocity, got 'goal'"],
    [
      'MountainCar-v0',
      { goalVelocity: '0' },
      "goalVelocity of 'MountainCar-v0': expected a finite number, got 0",
    ],
    ['MountainCarContinuous-v0', { goalVelocity: NaN }, 'expected a finite number, got NaN'],
    ['Pendulum-v1', { g: Infinity }, "g of 'Pendulum-v1': expected a finite number, got Infinity"],
  ])('of %s cannot be %j, and the spec says so before anything is made', (id, options, message) => {
    const error = expect.objectContaining({
      code: 'ERR_CONFIG',
      message: expect.stringContaining(message) as string,
    }) as Error;
    expect(() => environmentSpec(id, options)).toThrow(error);
    expect(() => makeEnvironment(id, options)).toThrow(error);
  });

  it.each([
    ['CartPole-v1', 'terminalReward', 1],
    ['MountainCar-v0', 'goalVelocity', 0],
    ['MountainCarContinuous-v0', 'goalVelocity', 0],
    ['Pendulum-v1', 'g', 10],
  ])('of %s: %s is %d unless given, and null is not given', (id, name, own) => {
    const play = (options: EnvironmentOptions) => {
      const environment = makeEnvironment(id, options);
      environment.reset({ seed: 3 });
      const action = environment.actionSpace.kind === 'box' ? Float32Array.of(1) : 1;
      const steps = Array.from({ length: 300 }, () => {
        const step = environment.step(action);
        if (step.terminated || step.truncated) environment.reset();
        return step;
      });
      return steps;
    };
    const given = play({ [name]: own });
    for (const options of [{}, { [name]: undefined }, { [name]: null }]) expect(play(options)).toEqual(given);
  });
});

describe('the terminal reward', () => {
  /** Policies that end the task; they see the observation. */
  const POLICIES: Record<string, (observation: Float32Array) => Action> = {
    'CartPole-v1': () => 1,
    'MountainCar-v0': ([, velocity]) => (velocity! >= 0 ? 2 : 0),
    'MountainCarContinuous-v0': ([, velocity]) => Float32Array.of(velocity! >= 0 ? 1 : -1),
    'Acrobot-v1': (row) => (row[5]! > row[4]! ? 2 : 0),
  };

  it.each(TERMINATING)('of %s replaces that of the step that ends the task, and no other', (id) => {
    const play = (terminalReward?: number) => {
      const environment = makeEnvironment(id, { terminalReward });
      const rewards: number[] = [];
      let { observation } = environment.reset({ seed: 4 });
      for (;;) {
        const step = environment.step(POLICIES[id]!(observation));
        rewards.push(step.reward);
        if (step.terminated) return rewards;
        expect(step.truncated).toBe(false);
        observation = step.observation;
      }
    };
    const own = play();
    expect(play(-2.5)).toEqual([...own.slice(0, -1), -2.5]);
    expect(play(0).at(-1)).toBe(0);
    expect(own.at(-1)).not.toBe(-2.5);
  });
});
