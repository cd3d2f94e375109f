import { describe, expect, it } from 'vitest';
import type { ClassicTask } from '../../../src/actors/envs/classic-task.js';
import { ClassicVector } from '../../../src/actors/envs/classic-vector.js';
import type { Action, Actions } from '../../../src/actors/envs/environment.js';
import { makeEnvironment } from '../../../src/actors/envs/registry.js';
import { readGoldenRuns, type GoldenRun } from './support/golden.js';

/** How far from what was recorded is still the same: each has its reason where it is given. */
export interface ParityTolerances {
  readonly state: number;
  readonly observation: number;
  /** Of an episode's first observation: 0 where no function stands between the draws and what is seen. */
  readonly start: number;
  readonly reward: number;
}

/** Throws naming the first element that is further off than `tolerance`. */
export function expectRow(got: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((value, k) => {
    const difference = Math.abs(got[k]! - value);
    if (!(difference <= tolerance)) throw new Error(`element ${k}: expected ${value}, got ${got[k]!}`);
  });
}

/**
 * Replays whole episodes, and those that follow them, from the real Gymnasium: same draws, same flags at the same
 * steps, and states, observations and rewards within the tolerances.
 *
 * @param golden - name of the file in test/golden
 * @param ends - `terminated` and `truncated` of the steps that must have been recorded
 */
export function describeParity(
  task: ClassicTask,
  golden: string,
  tolerances: ParityTolerances,
  ends: readonly string[],
): void {
  const runs = readGoldenRuns(golden);

  describe.each(runs)(`${task.id} recorded in Gymnasium: $name`, (run) => {
    const options = { ...run.options, maxEpisodeSteps: run.maxEpisodeSteps };
    const starts = new Map(
      run.starts.map(([steps, state, row]) => [steps, { state, observation: row.map(Math.fround) }]),
    );

    it('is the same as a vector, state by state', () => {
      const vector = new ClassicVector(task, { numEnvs: 1, options });
      vector.reset([run.seed]);
      // A start has gone through no arithmetic that can differ: to the bit.
      expect([...vector.states]).toEqual(starts.get(0)!.state);
      expectRow(vector.observations, starts.get(0)!.observation, tolerances.start);
      run.observations.forEach((observation, t) => {
        vector.step(actionsOf(run, t));
        expect([vector.terminated[0], vector.truncated[0]]).toEqual(flagsOf(run, t));
        expectRow(vector.rewards, [Math.fround(run.rewards[t]!)], tolerances.reward);
        expectRow(vector.nextObservations, observation.map(Math.fround), tolerances.observation);
        const start = starts.get(t + 1);
        if (start !== undefined) {
          expect([...vector.states]).toEqual(start.state);
          expectRow(vector.observations, start.observation, tolerances.start);
        } else {
          if (run.states !== undefined) expectRow(vector.states, run.states[t]!, tolerances.state);
          expect([...vector.observations]).toEqual([...vector.nextObservations]);
        }
      });
    });

    it('is the same as one environment', () => {
      const environment = makeEnvironment(task.id, options);
      const first = environment.reset({ seed: run.seed }).observation;
      expectRow(first, starts.get(0)!.observation, tolerances.start);
      run.observations.forEach((wanted, t) => {
        const { observation, reward, terminated, truncated } = environment.step(actionOf(run, t));
        expectRow(observation, wanted.map(Math.fround), tolerances.observation);
        expectRow([reward], [Math.fround(run.rewards[t]!)], tolerances.reward);
        expect([Number(terminated), Number(truncated)]).toEqual(flagsOf(run, t));
        const start = starts.get(t + 1);
        if (start === undefined) return;
        expectRow(environment.reset().observation, start.observation, tolerances.start);
      });
    });
  });

  describe(`${task.id}, as it was recorded`, () => {
    it('has every kind of end, and seeds of more than 32 bits', () => {
      const seen = runs.flatMap((run) => run.rewards.map((_, t) => flagsOf(run, t).join('')));
      expect(new Set(seen)).toEqual(new Set(['00', ...ends]));
      expect(runs.filter(({ seed }) => seed >= 2 ** 32).length).toBeGreaterThan(0);
    });
  });
}

function actionOf(run: GoldenRun, t: number): Action {
  return typeof run.actions === 'string' ? Number(run.actions[t]) : Float32Array.of(run.actions[t]!);
}

function actionsOf(run: GoldenRun, t: number): Actions {
  const action = actionOf(run, t);
  return typeof action === 'number' ? Int32Array.of(action) : action;
}

function flagsOf(run: GoldenRun, t: number): number[] {
  return [Number(run.terminated[t]), Number(run.truncated[t])];
}
