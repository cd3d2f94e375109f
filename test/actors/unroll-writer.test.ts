import { describe, expect, it } from 'vitest';
import { createVectorEnvironment, registerEnvironment } from '../../src/actors/envs/registry.js';
import type { VectorEnvironment } from '../../src/actors/envs/vector-environment.js';
import { EpisodeTracker } from '../../src/actors/episode-tracker.js';
import { UnrollWriter } from '../../src/actors/unroll-writer.js';
import {
  blockLayout,
  unrollColumns,
  unrollFormat,
  type Observations,
  type UnrollColumns,
} from '../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import type { Block } from '../../src/shared/memory/block.js';
import { Corridor } from './envs/support/corridor.js';
import { SoloRun } from './support/solo-actor.js';
import { box, discrete } from '../../src/shared/spaces.js';

registerEnvironment('Corridor-v0', { create: () => new Corridor(), maxEpisodeSteps: 9 });

/** A vector whose every number tells where it belongs: environment, step and element. Nothing else steps it. */
function telltale(numEnvs: number, size: number) {
  const columns = {
    observations: new Float32Array(numEnvs * size),
    nextObservations: new Float32Array(numEnvs * size),
    rewards: new Float32Array(numEnvs),
    terminated: new Uint8Array(numEnvs),
    truncated: new Uint8Array(numEnvs),
  };
  const show = (t: number): void => {
    for (let e = 0; e < numEnvs; e++) {
      for (let d = 0; d < size; d++) {
        columns.observations[e * size + d] = 1e4 * e + 100 * t + d;
        columns.nextObservations[e * size + d] = 1e4 * e + 100 * t + d + 50;
      }
      columns.rewards[e] = 1e4 * e + t;
      columns.terminated[e] = (e + t) % 3 === 0 ? 1 : 0;
      columns.truncated[e] = (e + t) % 2;
    }
  };
  return { vector: { ...columns, numEnvs } as unknown as VectorEnvironment, show };
}

describe('UnrollWriter', () => {
  it.each([
    { numEnvs: 3, numSteps: 5, size: 4 },
    { numEnvs: 1, numSteps: 7, size: 1 },
    { numEnvs: 4, numSteps: 1, size: 3 },
  ])(
    'writes step t of environment e to row e * T + t: $numEnvs x $numSteps',
    ({ numEnvs, numSteps, size }) => {
      const shape = {
        layout: blockLayout(unrollColumns(unrollFormat(size, discrete(2))), { numEnvs, numSteps }),
        numBlocks: 1,
      };
      const { columns } = new BlockRing(BlockRing.allocate(shape, { poison: true }), shape).tryAcquire()!;
      const { vector, show } = telltale(numEnvs, size);
      const actions = new Int32Array(numEnvs);
      const writer = new UnrollWriter(vector, { actions, logProbabilities: undefined }, numSteps);
      for (let t = 0; t < numSteps; t++) {
        show(t);
        actions.forEach((_, e) => (actions[e] = 1000 * e + t));
        writer.writeBefore(columns, t);
        // What the environments show afterwards must not reach what was seen before.
        vector.observations.fill(NaN);
        writer.writeAfter(columns, t);
      }
      for (let e = 0; e < numEnvs; e++) {
        for (let t = 0; t < numSteps; t++) {
          const row = e * numSteps + t;
          const values = (column: Observations) => [...column.subarray(row * size, (row + 1) * size)];
          const first = 1e4 * e + 100 * t;
          expect(values(columns.observation)).toEqual(Array.from({ length: size }, (_, d) => first + d));
          expect(values(columns.nextObservation)).toEqual(
            Array.from({ length: size }, (_, d) => first + d + 50),
          );
          expect(columns.action[row]).toBe(1000 * e + t);
          expect(columns.reward[row]).toBe(1e4 * e + t);
          expect([columns.terminated[row], columns.truncated[row]]).toEqual([
            (e + t) % 3 === 0 ? 1 : 0,
            (e + t) % 2,
          ]);
        }
      }
    },
  );

  it('keeps whole numbers as bytes where the columns are', () => {
    const observations = Float32Array.of(0, 255, 128, 1, 2, 254);
    const nextObservations = observations.map((x) => 255 - x);
    const flags = {
      rewards: new Float32Array(2),
      terminated: new Uint8Array(2),
      truncated: new Uint8Array(2),
    };
    const vector = { numEnvs: 2, observations, nextObservations, ...flags };
    const format = unrollFormat(box([3], 0, 255, 'uint8'), discrete(2));
    const shape = {
      layout: blockLayout(unrollColumns(format), { numEnvs: 2, numSteps: 1 }),
      numBlocks: 1,
    };
    const { columns } = new BlockRing(BlockRing.allocate(shape, { poison: true }), shape).tryAcquire()!;
    const choices = { actions: new Int32Array(2), logProbabilities: undefined };
    const writer = new UnrollWriter(vector as unknown as VectorEnvironment, choices, 1);
    writer.writeBefore(columns, 0);
    writer.writeAfter(columns, 0);
    expect(columns.observation).toEqual(Uint8Array.from(observations));
    expect(columns.nextObservation).toEqual(Uint8Array.from(nextObservations));
  });

  it('writes the elements of boxes and their log-probability, where the columns have room for one', () => {
    const [numEnvs, numSteps] = [2, 3];
    const { vector, show } = telltale(numEnvs, 1);
    const logProbabilities = new Float32Array(numEnvs);
    const actions = new Float32Array(2 * numEnvs);
    const writer = new UnrollWriter(vector, { actions, logProbabilities }, numSteps);
    const columnsOf = (logProbability: boolean) => {
      const format = unrollFormat(1, box([2], -1, 1), { logProbability });
      const shape = { layout: blockLayout(unrollColumns(format), { numEnvs, numSteps }), numBlocks: 1 };
      return new BlockRing(BlockRing.allocate(shape, { poison: true }), shape).tryAcquire()!.columns;
    };
    const columns = columnsOf(true);
    const without = columnsOf(false);
    for (let t = 0; t < numSteps; t++) {
      show(t);
      for (let e = 0; e < numEnvs; e++) {
        actions.set([100 * e + t, 0.5 + 100 * e + t], 2 * e);
        logProbabilities[e] = -(100 * e + t);
      }
      writer.writeBefore(columns, t);
      writer.writeBefore(without, t);
    }
    const rows = [0, 1, 2, 100, 101, 102];
    expect([...columns.action]).toEqual(rows.flatMap((x) => [x, x + 0.5]));
    expect([...columns.logProbability!]).toEqual(rows.map((x) => -x));
    expect([...without.action]).toEqual([...columns.action]);
  });
});

describe('EpisodeTracker', () => {
  it('logs return, length, step and environment of an episode when it ends, however it ends', () => {
    const shape = {
      layout: blockLayout(unrollColumns(unrollFormat(1, discrete(2))), { numEnvs: 2, numSteps: 4 }),
      numBlocks: 1,
    };
    const { episodes } = new BlockRing(BlockRing.allocate(shape, { poison: true }), shape).tryAcquire()!;
    const tracker = new EpisodeTracker(2);
    const ended: number[] = [];
    const record = (t: number, rewards: number[], terminated: number[], truncated: number[]): void => {
      const vector = {
        numEnvs: 2,
        rewards: Float32Array.from(rewards),
        terminated: Uint8Array.from(terminated),
        truncated: Uint8Array.from(truncated),
      };
      tracker.record(vector as unknown as VectorEnvironment, t, episodes, (e) => ended.push(e));
    };
    record(0, [1, 10], [0, 0], [0, 0]);
    record(1, [2, 20], [0, 1], [0, 0]);
    record(2, [4, 40], [1, 0], [1, 1]);
    record(3, [8, 80], [0, 0], [0, 1]);
    const { episodeReturn, episodeLength, environmentIndex, stepIndex } = episodes.columns;
    const rows = Array.from({ length: episodes.count }, (_, i) => [
      environmentIndex[i],
      stepIndex[i],
      episodeReturn[i],
      episodeLength[i],
    ]);
    expect(rows).toEqual([
      [1, 1, 30, 2],
      [0, 2, 7, 3],
      [1, 2, 40, 1],
      [1, 3, 80, 1],
    ]);
    expect(ended).toEqual([1, 0, 1, 1]);
  });
});

describe.each([
  { environment: 'CartPole-v1', numActions: 2 },
  { environment: 'Corridor-v0', numActions: 3 },
])('blocks of $environment', ({ environment, numActions }) => {
  const numEnvs = 3;
  const numSteps = 7;
  const numBlocks = 32;

  /** What an actor with epsilon 1 publishes, block after block. */
  function record(): readonly Block<UnrollColumns>[] {
    const run = new SoloRun({ environment, numEnvs, numSteps, numBlocks, epsilon: 1 });
    run.publish();
    run.onStep = (step) => step === numBlocks * numSteps && run.control.request('stop');
    run.startLife().actor.run();
    // The ring holds all of them, so none is overwritten while the test looks.
    const blocks = [];
    for (let i = 0; i < numBlocks; i++) {
      const { ring } = run;
      const block = ring.tryPeek()!;
      blocks.push(block);
      ring.release();
    }
    return blocks;
  }

  it('hold streams without a gap: a step begins where the one before ended, but for new episodes', () => {
    const blocks = record();
    const size = blocks[0]!.columns.observation.length / (numEnvs * numSteps);
    const at = (column: Observations, row: number) => [...column.subarray(row * size, (row + 1) * size)];
    let ends = 0;
    for (let e = 0; e < numEnvs; e++) {
      let expected: number[] | undefined;
      for (const { columns } of blocks) {
        for (let row = e * numSteps; row < (e + 1) * numSteps; row++) {
          const observation = at(columns.observation, row);
          if (expected !== undefined) expect(observation).toEqual(expected);
          const isOver = columns.terminated[row] === 1 || columns.truncated[row] === 1;
          ends += Number(isOver);
          const next = at(columns.nextObservation, row);
          expect(next.every(Number.isFinite)).toBe(true);
          expect(next).not.toEqual(observation);
          expected = isOver ? undefined : next;
          expect(columns.action[row]! >= 0 && columns.action[row]! < numActions).toBe(true);
        }
      }
    }
    expect(ends).toBeGreaterThan(10);
  });

  it('log exactly the episodes that their rows show, across block borders', () => {
    const blocks = record();
    const returns = new Float64Array(numEnvs);
    const lengths = new Int32Array(numEnvs);
    let numAcrossBorders = 0;
    for (const { columns, episodes } of blocks) {
      const expected = [];
      for (let t = 0; t < numSteps; t++) {
        for (let e = 0; e < numEnvs; e++) {
          const row = e * numSteps + t;
          returns[e]! += columns.reward[row]!;
          lengths[e]!++;
          if (columns.terminated[row] === 0 && columns.truncated[row] === 0) continue;
          expected.push([e, t, returns[e], lengths[e]]);
          if (lengths[e]! > t + 1) numAcrossBorders++;
          returns[e] = 0;
          lengths[e] = 0;
        }
      }
      const { episodeReturn, episodeLength, environmentIndex, stepIndex } = episodes.columns;
      const logged = Array.from({ length: episodes.count }, (_, i) => [
        environmentIndex[i],
        stepIndex[i],
        episodeReturn[i],
        episodeLength[i],
      ]);
      expect(logged).toEqual(expected);
    }
    expect(numAcrossBorders).toBeGreaterThan(5);
  });

  it('replay in environments stepped by hand with the recorded actions', () => {
    const vector = createVectorEnvironment(environment, { numEnvs });
    vector.reset([5, 6, 7]);
    for (const { columns } of record()) {
      for (let t = 0; t < numSteps; t++) {
        const rows = Array.from({ length: numEnvs }, (_, e) => e * numSteps + t);
        vector.step(Int32Array.from(rows, (row) => columns.action[row]!));
        expect(rows.map((row) => columns.reward[row])).toEqual([...vector.rewards]);
        expect(rows.map((row) => columns.terminated[row])).toEqual([...vector.terminated]);
        expect(rows.map((row) => columns.truncated[row])).toEqual([...vector.truncated]);
        const size = vector.nextObservations.length / numEnvs;
        expect(
          rows.flatMap((row) => [...columns.nextObservation.subarray(row * size, (row + 1) * size)]),
        ).toEqual([...vector.nextObservations]);
      }
    }
  });
});
