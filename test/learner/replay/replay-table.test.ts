import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayTable } from '../../../src/learner/replay/replay-table.js';
import { OBSERVATION_SIZE, poison, stepInRow, stepsFrom, unrollOf, type Step } from '../support/steps.js';

const tableOf = (numStreams: number, capacity: number) => {
  const table = new ReplayTable({ numStreams, capacity, observationSize: OBSERVATION_SIZE });
  poison(table.columns);
  return table;
};

/** What the table says is in a stream, oldest first. */
const contents = (table: ReplayTable, stream: number) =>
  Array.from({ length: table.streamSize(stream) }, (_, age) =>
    stepInRow(table.columns, table.rowAt(stream, age)),
  );

interface Move {
  /** Wrapped into range: where to insert, how many environments and steps. */
  readonly at: readonly [number, number, number];
  readonly breaks: boolean;
}

const moves = fc.array(
  fc.record({ at: fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)), breaks: fc.boolean() }),
  { maxLength: 30 },
);

describe('ReplayTable', () => {
  it('holds the latest steps of every stream, whatever is inserted where', () => {
    const property = (numStreams: number, capacity: number, play: readonly Move[]) => {
      const table = tableOf(numStreams, Math.max(capacity, numStreams));
      const model: Step[][] = Array.from({ length: numStreams }, () => []);
      const times = Array.from({ length: numStreams }, () => 0);
      for (const { at, breaks } of play) {
        const first = at[0] % numStreams;
        if (breaks) {
          table.breakStream(first);
          const last = model[first]!.pop();
          if (last !== undefined) model[first]!.push(last.terminated ? last : { ...last, truncated: 1 });
        } else {
          const numEnvs = 1 + (at[1] % (numStreams - first));
          const numSteps = 1 + (at[2] % table.streamCapacity);
          const unroll = Array.from({ length: numEnvs }, (_, e) =>
            stepsFrom(first + e, times[first + e]!, numSteps),
          );
          table.insert(unrollOf(unroll), first, numEnvs, numSteps);
          unroll.forEach((steps, e) => {
            times[first + e]! += numSteps;
            model[first + e] = [...model[first + e]!, ...steps].slice(-table.streamCapacity);
          });
        }
        for (const [stream, steps] of model.entries()) expect(contents(table, stream)).toEqual(steps);
        expect(table.size).toBe(model.flat().length);
        expect(table.maxStreamSize).toBe(Math.max(...model.map((steps) => steps.length)));
      }
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), moves, property), {
      numRuns: 150,
    });
  });

  it('keeps each stream in rows of its own', () => {
    const table = tableOf(3, 14);
    expect([table.streamCapacity, table.capacity]).toEqual([4, 12]);
    table.insert(unrollOf([stepsFrom(1, 0, 4)]), 1, 1, 4);
    expect([0, 1, 2, 3].map((age) => table.rowAt(1, age))).toEqual([4, 5, 6, 7]);
    expect([...table.columns.action.subarray(0, 4), ...table.columns.action.subarray(8)]).toEqual(
      Array(8).fill(-1),
    );
  });

  it('has columns that other threads may read', () => {
    for (const column of Object.values(tableOf(1, 4).columns))
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('breaks an empty stream without a trace', () => {
    const table = tableOf(2, 8);
    table.breakStream(1);
    expect([table.size, ...table.columns.truncated]).toEqual([0, ...(Array(8).fill(255) as number[])]);
  });

  it.each([
    ['streams before the first', -1, 1, 2, 'environments: expected streams in [0, 3), got -1..-1'],
    ['streams after the last', 2, 2, 2, 'environments: expected streams in [0, 3), got 2..3'],
    [
      'an unroll longer than a stream',
      0,
      1,
      5,
      "numSteps: expected at most 4 (the stream's capacity), got 5",
    ],
    ['columns of another unroll', 0, 2, 3, 'action of the unroll: expected 6 elements, got 2'],
  ])('rejects %s and writes nothing', (_, firstStream, numEnvs, numSteps, message) => {
    const table = tableOf(3, 12);
    const unroll = unrollOf([stepsFrom(0, 0, numSteps === 3 ? 2 : numEnvs * numSteps)]);
    expect(() => table.insert(unroll, firstStream, numEnvs, numSteps)).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message }) as Error,
    );
    expect(table.size).toBe(0);
    expect(table.columns.action.every((action) => action === -1)).toBe(true);
  });

  it('rejects the elements of boxes: what draws from it knows discrete actions', () => {
    const unroll = { ...unrollOf([stepsFrom(0, 0, 2)]), action: new Float32Array(2) };
    const table = tableOf(1, 4);
    expect(() => table.insert(unroll, 0, 1, 2)).toThrow(
      'action of the unroll: expected an Int32Array, got Float32Array',
    );
    expect(table.size).toBe(0);
  });

  it.each(['observation', 'nextObservation'] as const)('rejects an %s of another size', (name) => {
    const unroll = { ...unrollOf([stepsFrom(0, 0, 2)]), [name]: new Float32Array(3) };
    expect(() => tableOf(1, 4).insert(unroll, 0, 1, 2)).toThrow(
      `${name} of the unroll: expected 4 elements, got 3`,
    );
  });

  it.each([
    [{ numStreams: 8, capacity: 7 }, 'replay.capacity: expected at least 8 (one row per environment), got 7'],
    [
      { numStreams: 8, capacity: NaN },
      'replay.capacity: expected at least 8 (one row per environment), got NaN',
    ],
    [{ numStreams: 0, capacity: 7 }, 'numStreams: expected an integer in [1, 16777216], got 0'],
    [{ numStreams: 1, capacity: 1, observationSize: 0 }, /^observationSize: expected an integer/],
    [
      { numStreams: 1, capacity: 2 ** 50 },
      /^replay: expected at most the \d.* GB of this machine, got \d.* GB; lower replay.capacity$/,
    ],
  ])('rejects %o', (options, message) => {
    expect(() => new ReplayTable({ observationSize: 1, ...options })).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
      }) as Error,
    );
  });
});
