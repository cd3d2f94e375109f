import { performance } from 'node:perf_hooks';
import { allocateShared } from '../../../src/shared/memory/shared-buffer.js';
import { median } from '../../../src/shared/statistics.js';

const NUM_KEPT = 4096;
const HEADER_BYTES = 8;

/** How long an actor took from the end of each block to the end of the next: the latest few thousand. One thread writes, others read. */
export class BlockTimes {
  readonly #count: Int32Array;
  readonly #milliseconds: Float64Array;
  #at = performance.now();

  constructor(buffer: SharedArrayBuffer) {
    this.#count = new Int32Array(buffer, 0, 1);
    this.#milliseconds = new Float64Array(buffer, HEADER_BYTES);
  }

  static allocate(): SharedArrayBuffer {
    return allocateShared('block times', HEADER_BYTES + NUM_KEPT * Float64Array.BYTES_PER_ELEMENT);
  }

  /** Blocks noted. */
  get count(): number {
    return Atomics.load(this.#count, 0);
  }

  /** A block is over. */
  note(): void {
    const now = performance.now();
    const { count } = this;
    this.#milliseconds[count % NUM_KEPT] = now - this.#at;
    this.#at = now;
    Atomics.store(this.#count, 0, count + 1);
  }

  /**
   * Nanoseconds of the block in the middle of those from `first` up to `last`, as far as they are kept: unlike the mean it is none of those
   * in which the thread waited or was made to.
   */
  medianNanoseconds(first: number, last: number): number {
    const begin = Math.max(first, last - NUM_KEPT);
    const kept = Float64Array.from(
      { length: last - begin },
      (_, i) => this.#milliseconds[(begin + i) % NUM_KEPT]!,
    );
    return 1e6 * median(kept);
  }
}
