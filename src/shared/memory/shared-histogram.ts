import { expected } from '../errors.js';
import { allocateShared, alignUp, expectByteLength, LINE_BYTES } from './shared-buffer.js';

/** What a histogram has seen, as Prometheus wants it. */
export interface HistogramSnapshot {
  /** Observations at most `upperBound`, for each bound in ascending order; the last bound is `Infinity`. */
  readonly buckets: readonly { readonly upperBound: number; readonly cumulativeCount: number }[];
  /** Sum of the observations. */
  readonly sum: number;
  /** Number of the observations: the last cumulative count. */
  readonly count: number;
}

// Shared by all histograms of a thread: a value is in it only between two lines.
const floatOfBits = new Float64Array(1);
const bitsOfFloat = new BigInt64Array(floatOfBits.buffer);

/**
 * A histogram in shared memory: one thread observes, any thread reads.
 *
 * ```text
 *   0       8          16                                           a multiple of 128
 *   +-------+----------+----------+-----+-------------------+---------+
 *   | sum   | bucket 0 | bucket 1 | ... | bucket above them | padding |   int64 each; the sum as float64 bits
 *   +-------+----------+----------+-----+-------------------+---------+
 * ```
 *
 * Every word is read and written whole. The sum may be one observation ahead of or behind the counts.
 */
export class SharedHistogram {
  readonly #words: BigInt64Array;
  readonly #bounds: readonly number[];
  #sum: number;

  /**
   * Attaches to a histogram, as its one observer or as a reader.
   *
   * @param buffer - from {@link SharedHistogram.allocate} with the same bounds
   * @param bounds - upper bounds of the buckets, inclusive, ascending
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if the bounds do not ascend or `buffer` has another size
   */
  constructor(buffer: SharedArrayBuffer, bounds: readonly number[]) {
    expectByteLength('histogram', buffer, SharedHistogram.byteLength(bounds));
    this.#words = new BigInt64Array(buffer);
    this.#bounds = bounds;
    this.#sum = this.#loadSum();
  }

  /** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if the bounds are not finite and ascending */
  static byteLength(bounds: readonly number[]): number {
    const ascend = bounds.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound > bounds[i - 1]!));
    if (!ascend) {
      throw expected('ERR_MEMORY_LAYOUT', 'histogram bounds', 'finite, ascending numbers', bounds.join(', '));
    }
    return alignUp((bounds.length + 2) * BigInt64Array.BYTES_PER_ELEMENT, LINE_BYTES);
  }

  /** Allocates an empty histogram. */
  static allocate(bounds: readonly number[]): SharedArrayBuffer {
    return allocateShared('histogram', SharedHistogram.byteLength(bounds));
  }

  /**
   * Counts one value. Owner only.
   *
   * @throws ManyhandsError `ERR_NON_FINITE` if the value is NaN or infinite: the sum would stay so for ever
   */
  observe(value: number): void {
    if (!Number.isFinite(value)) throw expected('ERR_NON_FINITE', 'observation', 'a finite number', value);
    let bucket = 0;
    while (bucket < this.#bounds.length && value > this.#bounds[bucket]!) bucket++;
    Atomics.add(this.#words, 1 + bucket, 1n);
    this.#sum += value;
    floatOfBits[0] = this.#sum;
    Atomics.store(this.#words, 0, bitsOfFloat[0]!);
  }

  /** Reads the histogram. Any thread. */
  snapshot(): HistogramSnapshot {
    const sum = this.#loadSum();
    let count = 0;
    const buckets = [...this.#bounds, Infinity].map((upperBound, bucket) => {
      count += Number(Atomics.load(this.#words, 1 + bucket));
      return { upperBound, cumulativeCount: count };
    });
    return { buckets, sum, count };
  }

  #loadSum(): number {
    bitsOfFloat[0] = Atomics.load(this.#words, 0);
    return floatOfBits[0]!;
  }
}
