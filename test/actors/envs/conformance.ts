import { beforeEach, describe, expect, it } from 'vitest';
import { createActions } from '../../../src/actors/envs/actions.js';
import type {
  Action,
  Actions,
  ActionSpace,
  Environment,
  EnvironmentOptions,
} from '../../../src/actors/envs/environment.js';
import {
  environmentSeeds,
  type VectorEnvironment,
  type VectorSettings,
} from '../../../src/actors/envs/vector-environment.js';
import { spaceSize } from '../../../src/shared/spaces.js';
import { actionOf, columnsOf, poison, randomActions, rowOf } from './support/columns.js';

/** How to make the environment under test, alone and as a vector. */
export interface ConformanceSubject {
  readonly createVector: (settings: VectorSettings) => VectorEnvironment;
  readonly create: (options?: EnvironmentOptions) => Environment;
}

const NUM_ENVS = 8;
const NUM_STEPS = 300;
const SEED = 17;

/** What every vector environment promises, for environments whose episodes end well within 300 random steps. */
export function describeVectorEnvironment(name: string, { createVector, create }: ConformanceSubject): void {
  const seeded = (settings: Partial<VectorSettings> = {}, seed = SEED) => {
    const vector = createVector({ numEnvs: NUM_ENVS, ...settings });
    vector.reset(environmentSeeds(seed, settings.firstIndex ?? 0, vector.numEnvs));
    return vector;
  };
  const errorWith = (code: string, message: RegExp) =>
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;

  describe(`${name} as a vector environment`, () => {
    let vector: VectorEnvironment;
    let actions: Actions[];
    beforeEach(() => {
      vector = seeded();
      actions = randomActions(NUM_STEPS, NUM_ENVS, vector.spec.actionSpace);
    });

    it('writes every output at every step, within the observation space', () => {
      const { low, high } = vector.spec.observationSpace;
      for (const row of actions) {
        poison(vector);
        vector.step(row);
        for (const array of [vector.observations, vector.nextObservations]) {
          expect(array.every((x, i) => x >= low[i % low.length]! && x <= high[i % low.length]!)).toBe(true);
        }
        expect(vector.rewards.every(Number.isFinite)).toBe(true);
        expect([...vector.terminated, ...vector.truncated].every((flag) => flag === 0 || flag === 1)).toBe(
          true,
        );
      }
    });

    it('repeats itself from the same seeds, in a new vector and in a used one', () => {
      const record = (of: VectorEnvironment) =>
        actions.map((row) => {
          of.step(row);
          return columnsOf(of);
        });
      const first = record(vector);
      expect(record(seeded())).toEqual(first);
      vector.reset(environmentSeeds(SEED, 0, NUM_ENVS));
      expect(columnsOf(vector)).toEqual(columnsOf(seeded()));
      expect(record(vector)).toEqual(first);
    });

    it('starts each environment differently, and differently from another seed', () => {
      const rows = (of: VectorEnvironment) =>
        Array.from({ length: NUM_ENVS }, (_, i) => rowOf(of.observations, i, NUM_ENVS));
      const all = [...rows(vector), ...rows(seeded({}, 1000))].map(String);
      expect(new Set(all).size).toBe(2 * NUM_ENVS);
    });

    it('clears what no step has written yet when it is reset', () => {
      vector.step(actions[0]!);
      poison(vector);
      vector.reset(environmentSeeds(SEED, 0, NUM_ENVS));
      const { nextObservations, rewards, terminated, truncated } = columnsOf(vector);
      expect([nextObservations, rewards, terminated, truncated].flat().every((x) => x === 0)).toBe(true);
    });

    it('starts the next episode in the step that ends one, exactly as one environment that is then reset', () => {
      const alone = Array.from({ length: NUM_ENVS }, () => create());
      alone.forEach((environment, i) => {
        expect(rowOf(vector.observations, i, NUM_ENVS)).toEqual([
          ...environment.reset({ seed: SEED + i }).observation,
        ]);
      });
      let ends = 0;
      for (const row of actions) {
        vector.step(row);
        alone.forEach((environment, i) => {
          const { observation, reward, terminated, truncated } = environment.step(actionOf(row, i, NUM_ENVS));
          expect(rowOf(vector.nextObservations, i, NUM_ENVS)).toEqual([...observation]);
          expect(vector.rewards[i]).toBe(Math.fround(reward));
          expect([vector.terminated[i], vector.truncated[i]]).toEqual([
            Number(terminated),
            Number(truncated),
          ]);
          const ended = terminated || truncated;
          ends += Number(ended);
          const current = ended ? environment.reset().observation : observation;
          expect(rowOf(vector.observations, i, NUM_ENVS)).toEqual([...current]);
        });
      }
      expect(ends).toBeGreaterThan(NUM_ENVS);
    });

    it('keeps observations and next observations in memory of their own', () => {
      vector.step(actions[0]!);
      const before = columnsOf(vector);
      vector.nextObservations.fill(NaN);
      expect([...vector.observations]).toEqual(before.observations);
      vector.observations.fill(NaN);
      vector.step(actions[1]!);
      // What the policy's memory held is not what the environments remember.
      expect(columnsOf(vector)).toEqual(columnsAfter(seeded(), actions.slice(0, 2)));
    });

    it('gives an environment the same episodes wherever a run is cut into vectors', () => {
      const half = NUM_ENVS / 2;
      const parts = [seeded({ numEnvs: half, firstIndex: 0 }), seeded({ numEnvs: half, firstIndex: half })];
      for (const row of actions) {
        vector.step(row);
        const width = row.length / 2;
        parts.forEach((part, k) => part.step(row.slice(k * width, (k + 1) * width)));
        const [left, right] = parts.map(columnsOf) as [
          ReturnType<typeof columnsOf>,
          ReturnType<typeof columnsOf>,
        ];
        for (const [column, whole] of Object.entries(columnsOf(vector))) {
          const key = column as keyof typeof left;
          expect([...left[key], ...right[key]]).toEqual(whole);
        }
      }
    });

    it('writes observations into the memory it is given and nowhere beside', () => {
      const size = NUM_ENVS * spaceSize(vector.spec.observationSpace);
      const memory = new Float32Array(new SharedArrayBuffer(4 * (size + 8))).fill(-777);
      const observations = memory.subarray(4, 4 + size);
      const inPlace = seeded({ observations });
      expect(inPlace.observations).toBe(observations);
      expect(columnsAfter(inPlace, actions)).toEqual(columnsAfter(seeded(), actions));
      expect([...memory.subarray(0, 4), ...memory.subarray(4 + size)]).toEqual(new Array(8).fill(-777));
    });

    it('truncates at the time limit, and also on a step that terminates', () => {
      const limited = seeded({ options: { maxEpisodeSteps: 4 } });
      expect(limited.spec.maxEpisodeSteps).toBe(4);
      const elapsed = new Int32Array(NUM_ENVS);
      for (const row of actions) {
        limited.step(row);
        for (let i = 0; i < NUM_ENVS; i++) {
          elapsed[i]! += 1;
          expect(limited.truncated[i]).toBe(elapsed[i] === 4 ? 1 : 0);
          if (limited.truncated[i] === 1 || limited.terminated[i] === 1) elapsed[i] = 0;
        }
      }
      expect(seeded({ options: { maxEpisodeSteps: null } }).spec.maxEpisodeSteps).toBe(null);
    });

    it('refuses an action of no meaning by environment and actor, before anything moves', () => {
      const other = seeded({ firstIndex: 40, actorIndex: 3 });
      const before = columnsOf(other);
      for (const bad of badElements(other.spec.actionSpace)) {
        const row = actions[0]!.slice();
        row[row.length - 1] = bad;
        expect(() => other.step(row)).toThrow(
          errorWith('ERR_ACTION', new RegExp(`#47 on actor 3.*got ${bad}$`)),
        );
      }
      expect(columnsOf(other)).toEqual(before);
      other.step(actions[0]!);
      const fresh = seeded({ firstIndex: 40 });
      expect(columnsOf(other)).toEqual(columnsAfter(fresh, actions.slice(0, 1)));
    });

    it('refuses arrays of another size, a bad seed, and a step before the first reset', () => {
      const numEnvs = NUM_ENVS;
      const none = createActions(vector.spec.actionSpace, numEnvs);
      expect(() => vector.step(none.slice(1))).toThrow(
        errorWith('ERR_SHAPE', new RegExp(`${none.length} elements, got ${none.length - 1}`)),
      );
      const other = none instanceof Int32Array ? new Float32Array(none) : new Int32Array(none);
      expect(() => vector.step(other)).toThrow(
        errorWith(
          'ERR_SHAPE',
          new RegExp(`expected ${none.constructor.name}, got ${other.constructor.name}`),
        ),
      );
      expect(() => vector.reset([1, 2])).toThrow(errorWith('ERR_SHAPE', /8 elements, got 2/));
      for (const seed of [-1, 0.5, NaN]) {
        expect(() => seeded({ numEnvs: 1 }).reset([seed])).toThrow(
          errorWith('ERR_SEED', /non-negative integer/),
        );
      }
      expect(() => createVector({ numEnvs }).step(none)).toThrow(errorWith('ERR_ENV_STEP', /reset/));
      expect(() => createVector({ numEnvs: 0 })).toThrow(errorWith('ERR_SHAPE', /positive integer, got 0/));
      const observations = new Float32Array(5);
      expect(() => createVector({ numEnvs, observations })).toThrow(
        errorWith('ERR_SHAPE', /elements, got 5/),
      );
      for (const maxEpisodeSteps of [0, 1.5, 'many']) {
        const options = { maxEpisodeSteps } as EnvironmentOptions;
        expect(() => createVector({ numEnvs, options })).toThrow(errorWith('ERR_CONFIG', /maxEpisodeSteps/));
      }
    });
  });

  describe(`${name} as one environment`, () => {
    it('goes on in its stream when it is reset without a seed, in mid-episode too', () => {
      const starts = (environment: Environment, seed?: number) => [
        [...environment.reset({ seed }).observation],
        [...environment.reset().observation],
        [...environment.reset().observation],
      ];
      const environment = create();
      const first = starts(environment, 3);
      expect(new Set(first.map(String)).size).toBe(3);
      environment.step(someAction(environment));
      expect(starts(environment, 3)).toEqual(first);
      expect(starts(create())).toEqual(starts(create(), 0));
    });

    it('refuses a step outside an episode and an action outside its space', () => {
      const environment = create({ maxEpisodeSteps: 1 });
      const outside = errorWith('ERR_ENV_STEP', /reset\(\) first/);
      const action = someAction(environment);
      expect(() => environment.step(action)).toThrow(outside);
      environment.reset({ seed: 1 });
      for (const bad of badActions(environment.actionSpace)) {
        expect(() => environment.step(bad)).toThrow(
          errorWith('ERR_ACTION', /(an integer in \[0, \d+\)|a Float32Array of \d+|a finite number), got/),
        );
      }
      expect(environment.step(action).truncated).toBe(true);
      expect(() => environment.step(action)).toThrow(outside);
      expect(() => environment.reset({ seed: -1 })).toThrow(errorWith('ERR_SEED', /non-negative/));
    });
  });
}

function someAction({ actionSpace }: Environment): Action {
  return actionOf(createActions(actionSpace, 1), 0, 1);
}

/** Elements of a vector's actions that no environment of this space can take. */
function badElements(space: ActionSpace): number[] {
  return space.kind === 'discrete' ? [-1, space.n, 2 ** 31 - 1] : [NaN, Infinity, -Infinity];
}

/** What one environment of this space cannot take, types aside. */
function badActions(space: ActionSpace): Action[] {
  if (space.kind === 'discrete') return [-1, 0.5, NaN, space.n, Float32Array.of(0)];
  const zeros = new Float32Array(spaceSize(space));
  const plain = [...zeros] as unknown as Float32Array;
  return [0, plain, new Float32Array(zeros.length + 1), zeros.fill(NaN), zeros.slice().fill(Infinity)];
}

function columnsAfter(vector: VectorEnvironment, actions: readonly Actions[]) {
  for (const row of actions) vector.step(row);
  return columnsOf(vector);
}
