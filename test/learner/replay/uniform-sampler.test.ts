import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayTable } from '../../../src/learner/replay/replay-table.js';
import { UniformSampler, type TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { batchOf, valuesOf } from '../support/batch.js';
import { OBSERVATION_SIZE, poison, stepAt, stepsFrom, unrollOf, type Step } from '../support/steps.js';

const DISCOUNT = 0.9;
const randomOf = (seed: number) => RandomStream.derive(seed, 2, 0);

/** A table in which stream `s` has got `lengths[s]` steps, block by block. */
function tableOf(lengths: readonly number[], streamCapacity: number, seed = 1, blockLength = 3) {
  const capacity = lengths.length * streamCapacity;
  const table = new ReplayTable({ numStreams: lengths.length, capacity, observationSize: OBSERVATION_SIZE });
  poison(table.columns);
  const streams = lengths.map((length, stream) => {
    const steps = stepsFrom(stream, 0, length, seed);
    for (let t = 0; t < length; t += blockLength) {
      const block = steps.slice(t, t + blockLength);
      table.insert(unrollOf([block]), stream, 1, block.length);
    }
    return steps.slice(-streamCapacity);
  });
  return { table, streams };
}

const samplerOf = (table: ReplayTable, nStep: number, seed = 0) =>
  new UniformSampler(table, randomOf(seed), { nStep, discount: DISCOUNT });

/** Whether the n steps from `age` on have been made, or cut short by the end of their episode. */
function isFinished(steps: readonly Step[], age: number, nStep: number): boolean {
  const ahead = steps.slice(age, age + nStep);
  return ahead.length === nStep || ahead.some(({ terminated, truncated }) => terminated + truncated > 0);
}

/** The n-step return from `age` on, as its definition says. */
function returnReference(steps: readonly Step[], age: number, nStep: number) {
  const ahead = steps.slice(age, age + nStep);
  const end = ahead.findIndex(({ terminated, truncated }) => terminated === 1 || truncated === 1);
  const taken = end === -1 ? ahead : ahead.slice(0, end + 1);
  const last = taken.at(-1)!;
  return {
    action: taken[0]!.action,
    reward: taken.reduce((sum, { reward }, i) => sum + DISCOUNT ** i * reward, 0),
    discount: last.terminated === 1 ? 0 : DISCOUNT ** taken.length,
    nextObservation: last.nextObservation,
  };
}

/** Stream and age of the transition in row `b` of a batch, from what its observation says. */
function originOf({ observationTm1 }: TransitionBatch, b: number, streams: readonly (readonly Step[])[]) {
  const [stream, time] = [observationTm1[2 * b]!, observationTm1[2 * b + 1]!];
  const age = streams[stream]!.findIndex(({ observation }) => observation[1] === time);
  return { stream, age };
}

describe('UniformSampler', () => {
  it.each([1, 3, 5])('draws finished %d-step returns as they are defined', (nStep) => {
    const lengths = fc.array(fc.nat(25), { minLength: 1, maxLength: 5 });
    const property = (given: readonly number[], streamCapacity: number, seed: number) => {
      fc.pre(Math.min(streamCapacity, Math.max(...given)) >= nStep);
      const { table, streams } = tableOf(given, streamCapacity, seed);
      const batch = batchOf(64, OBSERVATION_SIZE);
      samplerOf(table, nStep, seed).sampleInto(batch);
      for (let b = 0; b < 64; b++) {
        const { stream, age } = originOf(batch, b, streams);
        expect(age).toBeGreaterThanOrEqual(0);
        expect(isFinished(streams[stream]!, age, nStep)).toBe(true);
        const reference = returnReference(streams[stream]!, age, nStep);
        expect(batch.actionTm1[b]).toBe(reference.action);
        // Rounded to float32 once, from float64 sums of at most five terms: rewards are at most 2, discounts at most 1.
        expect(Math.abs(batch.rewardT[b]! - reference.reward)).toBeLessThan(5e-7);
        expect(Math.abs(batch.discountT[b]! - reference.discount)).toBeLessThan(1e-7);
        expect([batch.observationT[2 * b], batch.observationT[2 * b + 1]]).toEqual(reference.nextObservation);
      }
    };
    const seeds = fc.nat(1000);
    fc.assert(fc.property(lengths, fc.integer({ min: 3, max: 20 }), seeds, property), { numRuns: 80 });
  });

  it.each([
    ['equal streams', [12, 12, 12], 1],
    ['streams that have wrapped', [20, 31, 13], 3],
    ['streams of unequal length, one of them empty', [7, 3, 0, 12], 3],
    ['streams shorter than the return', [5, 4, 12, 3], 5],
  ])('draws every finished return equally often: %s', (_, lengths, nStep) => {
    const { table, streams } = tableOf(lengths, 12);
    const counts = new Map<string, number>();
    for (const [stream, steps] of streams.entries()) {
      const ages = [...steps.keys()].filter((age) => isFinished(steps, age, nStep));
      for (const age of ages) counts.set(`${stream} ${age}`, 0);
    }
    const cells = counts.size;
    const sampler = samplerOf(table, nStep);
    const batch = batchOf(1000, OBSERVATION_SIZE);
    const perCell = 1000;
    for (let draws = 0; draws < cells; draws++) {
      sampler.sampleInto(batch);
      for (let b = 0; b < 1000; b++) {
        const { stream, age } = originOf(batch, b, streams);
        // What must not be drawn makes a cell of its own, and NaN of the sum.
        counts.set(`${stream} ${age}`, counts.get(`${stream} ${age}`)! + 1);
      }
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - perCell) ** 2 / perCell, 0);
    // Chi-square with k = cells - 1 degrees of freedom has mean k and variance 2 k: beyond four standard deviations
    // is less than one seed in a thousand, and the seed is fixed.
    expect(chiSquare).toBeLessThan(cells - 1 + 4 * Math.sqrt(2 * (cells - 1)));
  });

  it('gives the same batches for the same seed, and others for another', () => {
    const { table } = tableOf([12, 12], 12);
    const draw = (seed: number) => {
      const sampler = samplerOf(table, 3, seed);
      return [0, 1, 2].map(() => {
        const batch = batchOf(16, OBSERVATION_SIZE);
        sampler.sampleInto(batch);
        return valuesOf(batch);
      });
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('draws the same however the environments were dealt out to blocks', () => {
    const [numEnvs, numSteps, rounds] = [8, 4, 5];
    const drawnFrom = (envsPerBlock: number) => {
      const table = new ReplayTable({
        numStreams: numEnvs,
        capacity: 8 * 11,
        observationSize: OBSERVATION_SIZE,
      });
      for (let round = 0; round < rounds; round++) {
        for (let first = 0; first < numEnvs; first += envsPerBlock) {
          const block = Array.from({ length: envsPerBlock }, (_, e) =>
            stepsFrom(first + e, round * numSteps, numSteps),
          );
          table.insert(unrollOf(block), first, envsPerBlock, numSteps);
        }
      }
      const batch = batchOf(256, OBSERVATION_SIZE);
      samplerOf(table, 3).sampleInto(batch);
      return { columns: Object.values(table.columns).map((column) => [...column]), batch: valuesOf(batch) };
    };
    expect(drawnFrom(2)).toEqual(drawnFrom(8));
    expect(drawnFrom(1)).toEqual(drawnFrom(8));
  });

  it('is ready when one stream holds a whole return, and refuses to draw before', () => {
    const table = new ReplayTable({ numStreams: 2, capacity: 12, observationSize: OBSERVATION_SIZE });
    const insert = (from: number, to: number) => {
      const steps = Array.from({ length: to - from }, (_, i) => stepAt(0, from + i, 0));
      table.insert(unrollOf([steps]), 0, 1, steps.length);
    };
    insert(0, 2);
    const sampler = samplerOf(table, 3);
    const batch = batchOf(4, OBSERVATION_SIZE);
    expect(sampler.isReady).toBe(false);
    expect(() => sampler.sampleInto(batch)).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: 'replay table: expected a stream of at least 3 steps, got 2',
      }) as Error,
    );
    insert(2, 3);
    expect(sampler.isReady).toBe(true);
    sampler.sampleInto(batch);
    expect([...batch.observationTm1]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it.each(['float32', 'uint8'] as const)('copies long rows of %s as it copies short ones', (dtype) => {
    const size = 300;
    const table = new ReplayTable({
      ...{ numStreams: 1, capacity: 8, observationSize: size, observationDtype: dtype },
    });
    const row = (t: number): number[] => Array.from({ length: size }, (_, d) => (10 * t + d) % 256);
    const steps = [0, 1, 2, 3, 4];
    table.insert(
      {
        ...unrollOf([steps.map((t) => stepAt(0, t, 0))]),
        observation: Float32Array.from(steps.flatMap(row)),
        nextObservation: Float32Array.from(steps.flatMap((t) => row(t + 5))),
        action: Int32Array.from(steps),
      },
      ...([0, 1, 5] as const),
    );
    const batch = batchOf(16, size);
    samplerOf(table, 2).sampleInto(batch);
    expect(table.columns.observation.BYTES_PER_ELEMENT).toBe(dtype === 'uint8' ? 1 : 4);
    for (let b = 0; b < 16; b++) {
      const t = batch.actionTm1[b]!;
      expect([...batch.observationTm1.subarray(b * size, (b + 1) * size)]).toEqual(row(t));
      expect([...batch.observationT.subarray(b * size, (b + 1) * size)]).toEqual(row(t + 6));
    }
  });

  it('fills whichever batch it is given', () => {
    const { table } = tableOf([12, 12], 12);
    const drawn = (batches: readonly TransitionBatch[]) => {
      const sampler = samplerOf(table, 3);
      return batches.map((batch) => {
        sampler.sampleInto(batch);
        return valuesOf(batch);
      });
    };
    const same = batchOf(8, OBSERVATION_SIZE);
    const others = [0, 1, 2].map(() => batchOf(8, OBSERVATION_SIZE));
    expect(drawn([same, same, same])).toEqual(drawn(others));
  });

  it.each([0, -1, 1.5, NaN, 7])('rejects an nStep of %d on streams of 6', (nStep) => {
    expect(() => samplerOf(tableOf([1], 6).table, nStep)).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: `nStep: expected an integer in [1, 6], got ${nStep}`,
      }) as Error,
    );
  });
});
