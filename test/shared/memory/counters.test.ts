import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CounterKind } from '../../../src/shared/memory/counter.js';
import { CounterLine, countersByteLength } from '../../../src/shared/memory/counters.js';
import { ACTOR_COUNTERS, LEARNER_COUNTERS } from '../../../src/shared/telemetry.js';
import { COUNTED, VALUES } from './support/counting.js';
import { startThread } from './support/threads.js';

const NAMES = ['small', 'large', 'real'] as const;

/** What a plain variable of each kind would hold. */
const EXACT: Record<CounterKind, (value: number) => number> = {
  int32: (value) => value | 0,
  int64: (value) => Math.round(value),
  float32: Math.fround,
};

const anyStep = fc.record({
  line: fc.integer({ min: 0, max: 2 }),
  name: fc.constantFrom(...NAMES),
  action: fc.constantFrom('set', 'note', 'add', 'restart'),
  value: fc.oneof(
    fc.integer(),
    fc.integer({ min: -(2 ** 44), max: 2 ** 44 }),
    fc.integer({ min: -800, max: 800 }).map((eighths) => eighths / 8),
  ),
});

const allocate = (numLines: number) => new SharedArrayBuffer(countersByteLength(COUNTED, numLines));

describe('Counters', () => {
  it('hold what plain variables would, line by line, for owner and reader', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const buffer = allocate(3);
        const owners = [0, 1, 2].map((index) => new CounterLine(buffer, COUNTED, index));
        const readers = [0, 1, 2].map((index) => new CounterLine(buffer, COUNTED, index));
        const model = [0, 1, 2].map(() => ({ small: 0, large: 0, real: 0 }));
        for (const { line, name, action, value } of steps) {
          const exact = EXACT[COUNTED[name]];
          if (action === 'restart') owners[line] = new CounterLine(buffer, COUNTED, line);
          else owners[line]!.counters[name][action](value);
          if (action === 'set' || action === 'note') model[line]![name] = exact(value);
          // A summand is rounded by an int64 and cut by an int32; a float32 rounds the sum.
          if (action === 'add') {
            const summand = name === 'real' ? value : exact(value);
            model[line]![name] = exact(model[line]![name] + summand);
          }
        }
        // `+ 0` because an integer has no -0.
        const plain = model.map(({ small, large, real }) => ({ small: small + 0, large: large + 0, real }));
        expect(readers.map((reader) => reader.snapshot())).toEqual(plain);
        expect(readers[1]!.get('large')).toBe(plain[1]!.large);
      }),
    );
  });

  it('read 0 in fresh memory, for every counter of the project', () => {
    for (const table of [ACTOR_COUNTERS, LEARNER_COUNTERS]) {
      const line = new CounterLine(new SharedArrayBuffer(countersByteLength(table, 1)), table, 0);
      expect(Object.keys(line.snapshot())).toEqual(Object.keys(table));
      expect(Object.values(line.snapshot()).every((value) => value === 0)).toBe(true);
    }
  });

  it('give each thread whole cache lines', () => {
    expect(countersByteLength(COUNTED, 5)).toBe(5 * 128);
    expect(countersByteLength(ACTOR_COUNTERS, 2)).toBe(2 * 128);
    expect(countersByteLength(LEARNER_COUNTERS, 2)).toBe(2 * 384);
  });

  it('are never seen half written from another thread', async () => {
    const buffer = allocate(2);
    const { worker } = startThread(new URL('./support/counting.js', import.meta.url), buffer);
    const line = new CounterLine(buffer, COUNTED, 1);
    for (const name of NAMES) {
      const [first, second] = VALUES[name];
      const seen = new Set<number>();
      for (let i = 0; i < 200_000 || !seen.has(first) || !seen.has(second); i++) {
        const value = line.get(name);
        // Fresh memory reads 0 until the thread has started.
        if (value !== first && value !== second && value !== 0) throw new Error(`${name}: read ${value}`);
        seen.add(value);
      }
    }
    await worker.terminate();
  });

  it('reject memory of another table, a line that is not there, and an unknown kind', () => {
    expect(() => new CounterLine(new SharedArrayBuffer(100), COUNTED, 0)).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: 'counters: expected 128 bytes, got 100',
      }),
    );
    expect(() => new CounterLine(allocate(2), COUNTED, 2)).toThrow(
      'lineIndex: expected an integer in [0, 1], got 2',
    );
    const table = { a: 'int8' as CounterKind };
    expect(() => new CounterLine(allocate(1), table, 0)).toThrow(
      "counter 'a': expected one of int32, int64, float32, got int8",
    );
    expect(() => countersByteLength(COUNTED, 0)).toThrow(
      'numLines: expected an integer in [1, 1048576], got 0',
    );
  });
});
