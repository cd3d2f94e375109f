import { expected } from '../errors.js';
import { COUNTER_TYPE, type Counter, type CounterKind } from './counter.js';
import { alignUp, expectByteLength, expectCount, LINE_BYTES } from './shared-buffer.js';

/** Counters by name. See `ACTOR_COUNTERS` and `LEARNER_COUNTERS`. */
export type CounterTable = Readonly<Record<string, CounterKind>>;

/** Every counter has 8 bytes: its place is that of its name in the table. */
const WORD_BYTES = BigInt64Array.BYTES_PER_ELEMENT;

function lineByteLength(table: CounterTable): number {
  return alignUp(Math.max(1, Object.keys(table).length) * WORD_BYTES, LINE_BYTES);
}

/**
 * Bytes of shared memory for one line per thread. Fresh memory holds zeros.
 *
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `numLines` is not an integer in `[1, 2^20]`
 */
export function countersByteLength(table: CounterTable, numLines: number): number {
  expectCount('numLines', numLines, 1, 2 ** 20);
  return numLines * lineByteLength(table);
}

/**
 * What one thread counts about itself: written by that thread alone, read by anyone, even after its death.
 *
 * ```text
 *   0                        8              16                           a multiple of 128
 *   +------------------------+--------------+--------------+-----+---------+
 *   | counter 0              | counter 1    | counter 2    | ... | padding |   line 0, then line 1, ...
 *   | int32, int64 or float32|              |              |     |         |
 *   +------------------------+--------------+--------------+-----+---------+
 * ```
 *
 * A successor of the thread goes on from the values it finds.
 */
export class CounterLine<Table extends CounterTable> {
  /** The counters by name. On a hot path, keep the one you need: `const { beats } = line.counters`. */
  readonly counters: { readonly [Name in keyof Table]: Counter };

  /**
   * Attaches to one thread's line.
   *
   * @param buffer - of {@link countersByteLength} bytes, for any number of lines
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` does not hold whole lines of this table, or too few
   */
  constructor(buffer: SharedArrayBuffer, table: Table, lineIndex: number) {
    const lineBytes = lineByteLength(table);
    const numLines = Math.max(1, Math.floor(buffer.byteLength / lineBytes));
    expectByteLength('counters', buffer, numLines * lineBytes);
    expectCount('lineIndex', lineIndex, 0, numLines - 1);
    const counters = Object.entries(table).map(([name, kind], index) => {
      if (!Object.hasOwn(COUNTER_TYPE, kind)) {
        const known = Object.keys(COUNTER_TYPE).join(', ');
        throw expected('ERR_MEMORY_LAYOUT', `counter '${name}'`, `one of ${known}`, kind);
      }
      return [name, new COUNTER_TYPE[kind](buffer, lineIndex * lineBytes + index * WORD_BYTES)];
    });
    this.counters = Object.fromEntries(counters) as { readonly [Name in keyof Table]: Counter };
  }

  get(name: keyof Table): number {
    return this.counters[name].get();
  }

  /** Owner only. */
  set(name: keyof Table, value: number): void {
    this.counters[name].set(value);
  }

  /** Owner only. */
  add(name: keyof Table, value: number): void {
    this.counters[name].add(value);
  }

  /** All values, each read once. They are not of one instant: the owner may write in between. */
  snapshot(): Record<keyof Table, number> {
    const entries = Object.entries(this.counters).map(([name, counter]) => [name, counter.get()]);
    return Object.fromEntries(entries) as Record<keyof Table, number>;
  }
}
