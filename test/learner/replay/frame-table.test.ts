import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameTable } from '../../../src/learner/replay/frame-table.js';
import { UniformSampler, type TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import type { Flags } from '../support/steps.js';
import {
  FRAME_SIZE,
  FrameStream,
  interleaved,
  unrollOfStacks,
  type StackedStep,
} from './support/frame-stream.js';

const DISCOUNT = 0.9;
type Dtype = 'uint8' | 'float32';

interface Shape {
  readonly frames: number;
  readonly dtype: Dtype;
  readonly numStreams: number;
  readonly streamCapacity: number;
}

/** A table, and beside it the slow streams that know what it should hold. */
class Pair {
  readonly table: FrameTable;
  readonly streams: readonly FrameStream[];
  #id = 0;

  constructor(readonly shape: Shape) {
    const { frames, dtype, numStreams, streamCapacity } = shape;
    const capacity = numStreams * streamCapacity;
    this.table = new FrameTable({
      ...{ numStreams, capacity, frames, observationDtype: dtype, observationSize: frames * FRAME_SIZE },
    });
    // What nobody has written looks like steps, as memory does, and must not be drawn.
    const { kind, numBefore, ...others } = this.table.columns;
    for (const column of Object.values(others) as Uint8Array[]) column.fill(251);
    expect([...kind, ...numBefore].every((x) => x === 0)).toBe(true);
    this.streams = Array.from({ length: numStreams }, () => {
      return new FrameStream(frames, streamCapacity, () => this.#id++);
    });
  }

  /** @param ends - of each environment from `first` on, how each of its steps goes on */
  insert(first: number, ends: readonly (readonly Flags[])[]): void {
    const unroll = ends.map((flags, e) => flags.map((flag) => this.streams[first + e]!.step(flag)));
    ends.forEach((_, e) => this.streams[first + e]!.endUnroll());
    this.table.insert(unrollOfStacks(unroll, this.shape.dtype), first, ends.length, ends[0]!.length);
  }

  break(stream: number): void {
    this.streams[stream]!.break();
    this.table.breakStream(stream);
  }

  drawable(nStep: number): Map<number, readonly StackedStep[]> {
    return new Map(this.streams.flatMap((stream) => [...stream.drawable(nStep)]));
  }

  batch(size: number): TransitionBatch {
    const length = size * this.shape.frames * FRAME_SIZE;
    const observations = () =>
      this.shape.dtype === 'uint8' ? new Uint8Array(length) : new Float32Array(length);
    return {
      observationTm1: observations().fill(99),
      actionTm1: new Int32Array(size).fill(-1),
      rewardT: new Float32Array(size).fill(NaN),
      discountT: new Float32Array(size).fill(NaN),
      observationT: observations().fill(99),
    };
  }

  sampler(nStep: number, seed = 0): UniformSampler {
    return new UniformSampler(this.table, RandomStream.derive(seed, 2, 0), { nStep, discount: DISCOUNT });
  }

  /** Draws batches, holds every row to its definition, and counts what was drawn. */
  drawAndCheck(nStep: number, size: number, batches = 1): Map<number, number> {
    const drawable = this.drawable(nStep);
    const counts = new Map([...drawable.keys()].map((id) => [id, 0]));
    const batch = this.batch(size);
    const width = this.shape.frames * FRAME_SIZE;
    const sampler = this.sampler(nStep);
    for (let k = 0; k < batches; k++) {
      sampler.sampleInto(batch);
      for (let b = 0; b < size; b++) {
        const id = batch.actionTm1[b]!;
        const taken = drawable.get(id);
        if (taken === undefined) throw new Error(`step ${id} cannot be drawn`);
        counts.set(id, counts.get(id)! + 1);
        const last = taken.at(-1)!;
        expect([...batch.observationTm1.subarray(b * width, (b + 1) * width)]).toEqual(
          interleaved(taken[0]!.stack),
        );
        expect([...batch.observationT.subarray(b * width, (b + 1) * width)]).toEqual(
          interleaved(last.nextStack),
        );
        const sum = taken.reduce((total, { reward }, i) => total + DISCOUNT ** i * reward, 0);
        // Rounded to float32 once, from float64 sums of at most four terms below 4.
        expect(Math.abs(batch.rewardT[b]! - sum)).toBeLessThan(1e-6);
        const discount = last.terminated ? 0 : DISCOUNT ** taken.length;
        expect(Math.abs(batch.discountT[b]! - discount)).toBeLessThan(1e-7);
      }
    }
    return counts;
  }
}

const flags = fc.constantFrom<Flags>(0, 0, 0, 0, 1, 2, 3);
const move = fc.record({
  at: fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)),
  ends: fc.array(flags, { minLength: 24, maxLength: 24 }),
  breaks: fc.nat(5),
});

describe('FrameTable', () => {
  it.each<[Dtype, number, number]>([
    ['uint8', 4, 1],
    ['uint8', 4, 3],
    ['uint8', 2, 2],
    ['float32', 3, 4],
    ['float32', 4, 1],
  ])(
    'gives the stacks of %s that environments showed, of %d frames, with %d-step returns',
    (dtype, frames, nStep) => {
      const least = frames + nStep + 1;
      const property = (
        numStreams: number,
        spare: number,
        play: readonly { at: readonly number[]; ends: readonly Flags[]; breaks: number }[],
      ) => {
        const pair = new Pair({ frames, dtype, numStreams, streamCapacity: least + spare });
        for (const { at, ends, breaks } of play) {
          const first = at[0]! % numStreams;
          if (breaks === 0) pair.break(first);
          const numEnvs = 1 + (at[1]! % Math.min(4, numStreams - first));
          const numSteps = 1 + (at[2]! % Math.min(6, pair.table.streamCapacity));
          pair.insert(
            first,
            Array.from({ length: numEnvs }, (_, e) => ends.slice(e * numSteps, (e + 1) * numSteps)),
          );
          expect(pair.table.size).toBe(
            pair.streams.flatMap(({ rows }) => rows.filter(({ step }) => step)).length,
          );
          const sampler = pair.sampler(nStep);
          // Ready means that there is something to draw, or drawing would never end.
          if (sampler.isReady) pair.drawAndCheck(nStep, 16);
          else expect(Math.max(...pair.streams.map(({ rows }) => rows.length))).toBeLessThanOrEqual(nStep);
        }
      };
      const moves = fc.array(move, { minLength: 1, maxLength: 20 });
      fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(20), moves, property), { numRuns: 60 });
    },
  );

  it.each<[string, number, readonly (readonly Flags[])[]]>([
    [
      'one long episode, wrapped',
      1,
      [
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
      ],
    ],
    [
      'ends of every kind, wrapped',
      1,
      [
        [0, 1, 0, 0, 2, 0],
        [3, 0, 0, 1, 0, 0],
        [0, 0, 2, 2, 0, 0],
      ],
    ],
    [
      'three-step returns',
      3,
      [
        [0, 1, 0, 0, 0, 0],
        [0, 0, 0, 2, 0, 0],
        [0, 0, 0, 0, 0, 0],
      ],
    ],
    ['a stream that has not wrapped', 2, [[0, 0, 0, 1, 0, 0]]],
  ])('draws every transition that can be, equally often: %s', (_, nStep, blocks) => {
    const pair = new Pair({ frames: 4, dtype: 'uint8', numStreams: 2, streamCapacity: 14 });
    for (const block of blocks) pair.insert(0, [block, [...block].reverse()]);
    // One stream is longer than the other.
    pair.insert(1, [[0, 0]]);
    const cells = pair.drawable(nStep).size;
    const perCell = 200;
    const counts = pair.drawAndCheck(nStep, perCell, cells);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - perCell) ** 2 / perCell, 0);
    // Chi-square with k = cells - 1 degrees of freedom has mean k and variance 2 k: four standard deviations, fixed seed.
    expect(chiSquare).toBeLessThan(cells - 1 + 4 * Math.sqrt(2 * (cells - 1)));
  });

  it('keeps a frame once: a row has one, and none more for what comes next', () => {
    const { table } = new Pair({ frames: 4, dtype: 'uint8', numStreams: 2, streamCapacity: 10 });
    const columns = Object.values(table.columns) as ArrayBufferView[];
    const bytes = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBe(table.capacity * (FRAME_SIZE + 12));
    for (const { buffer } of columns) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('bootstraps a truncated step from its true last frame, not from the next episode', () => {
    const pair = new Pair({ frames: 4, dtype: 'uint8', numStreams: 1, streamCapacity: 12 });
    pair.insert(0, [[0, 2, 0]]);
    const drawable = pair.drawable(1);
    const ids = [...drawable.keys()];
    const [, cut, fresh] = ids.map((id) => drawable.get(id)![0]!);
    expect(cut!.nextStack.at(-1)).not.toEqual(fresh!.stack.at(-1));
    // All four frames of the fresh episode's first stack are its first.
    expect(new Set(fresh!.stack.map(String)).size).toBe(1);
    pair.drawAndCheck(1, 64);
  });

  it('cuts a stream whose actor was restarted: its last step keeps the frame that came of it', () => {
    const pair = new Pair({ frames: 4, dtype: 'uint8', numStreams: 1, streamCapacity: 12 });
    pair.break(0);
    pair.insert(0, [[0, 0, 0]]);
    pair.break(0);
    pair.break(0);
    expect([...pair.table.columns.truncated.subarray(0, 3)]).toEqual([0, 0, 1]);
    pair.insert(0, [[0, 1]]);
    // An end is cut already.
    pair.break(0);
    expect([...pair.table.columns.truncated.subarray(4, 6)]).toEqual([0, 0]);
    expect([...pair.drawAndCheck(2, 64).values()].every((count) => count > 0)).toBe(true);
  });

  it('stacks into a batch that lies at any byte, and into one of floats', () => {
    const pair = new Pair({ frames: 4, dtype: 'uint8', numStreams: 1, streamCapacity: 12 });
    pair.insert(0, [[0, 0, 1, 0]]);
    const size = 4 * FRAME_SIZE;
    const drawn = (observationTm1: Uint8Array | Float32Array): number[] => {
      const batch = { ...pair.batch(2), observationTm1 };
      pair.sampler(1).sampleInto(batch);
      return [...observationTm1];
    };
    const even = drawn(new Uint8Array(2 * size));
    expect(new Set(even).size).toBeGreaterThan(2);
    expect(drawn(new Uint8Array(new ArrayBuffer(2 * size + 1), 1, 2 * size))).toEqual(even);
    expect(drawn(new Float32Array(2 * size))).toEqual(even);
  });

  it.each([
    [{ capacity: 11 }, 'replay.capacity: expected at least 12 (6 frames per environment), got 11'],
    [
      { capacity: 2 ** 50 },
      /^replay: expected at most the \d.* GB of this machine, got \d.* GB; lower replay.capacity$/,
    ],
    [{ frames: 1 }, 'frames: expected an integer in [2, 255], got 1'],
  ])('rejects %o', (given, message) => {
    const options = { numStreams: 2, capacity: 100, observationSize: 12, frames: 4 };
    expect(() => new FrameTable({ ...options, observationDtype: 'uint8', ...given })).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
      }) as Error,
    );
  });

  it('is ready for no longer returns than a wrapped stream surely has', () => {
    const pair = new Pair({ frames: 4, dtype: 'uint8', numStreams: 1, streamCapacity: 8 });
    expect(pair.table.maxSteps).toBe(3);
    expect(() => pair.sampler(4)).toThrow('nStep: expected an integer in [1, 3], got 4');
    expect(pair.table.readySteps).toBe(0);
    expect(() => pair.sampler(1).sampleInto(pair.batch(1))).toThrow('a stream of at least 1 steps, got 0');
  });
});
