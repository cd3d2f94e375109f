import { expected } from '../../shared/errors.js';
import type { Observations } from '../../shared/memory/block-layout.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import type { ReplayTable } from './replay-table.js';

/** One batch of `B` transitions, caller-owned. `D` = observation size. */
export interface TransitionBatch {
  /** `s_{t-1}`. Shape `[B, D]`. */
  readonly observationTm1: Observations;
  /** `a_{t-1}`. Shape `[B]`. */
  readonly actionTm1: Int32Array;
  /** Discounted sum of the rewards between the two observations. Shape `[B]`. */
  readonly rewardT: Float32Array;
  /** What the value of `observationT` counts: a power of the discount, or 0 where the task ended. Shape `[B]`. */
  readonly discountT: Float32Array;
  /** `s_t`, up to `nStep` steps later. Shape `[B, D]`. */
  readonly observationT: Observations;
}

export interface UniformSamplerOptions {
  /** `n` of the n-step return. */
  readonly nStep: number;
  /** Discount per step, in `[0, 1]`. */
  readonly discount: number;
}

/**
 * Draws transitions uniformly, with replacement, and assembles their n-step returns as it goes.
 *
 * With `k` the number of steps to the end of the n steps or of the episode, whichever comes first:
 *
 * ```text
 *   rewardT   = sum_{i < k} discount^i * r_{t+i}
 *   discountT = 0 if step t+k-1 terminated, else discount^k
 * ```
 *
 * A truncated step ends the sum but is bootstrapped from, because the task went on. One of a stream's youngest
 * steps, whose n steps have neither been made nor cut short, is not drawn: its return has not happened yet.
 *
 * Source: Hessel et al., "Rainbow" (2018), arXiv:1710.02298, multi-step learning.
 */
export class UniformSampler {
  readonly #table: ReplayTable;
  readonly #random: RandomStream;
  readonly #options: UniformSamplerOptions;
  #batch: TransitionBatch | undefined;
  #fill: () => void = () => undefined;

  constructor(table: ReplayTable, random: RandomStream, options: UniformSamplerOptions) {
    const { nStep } = options;
    if (!Number.isInteger(nStep) || nStep < 1 || nStep > table.streamCapacity) {
      throw expected('ERR_SHAPE', 'nStep', `an integer in [1, ${table.streamCapacity}]`, nStep);
    }
    this.#table = table;
    this.#random = random;
    this.#options = options;
  }

  /** Whether there is anything to draw. */
  get isReady(): boolean {
    return this.#table.maxStreamSize >= this.#options.nStep;
  }

  /**
   * Fills the batch. It is quickest when it is the same batch every time.
   *
   * @throws ManyhandsError `ERR_SHAPE` if nothing can be drawn yet
   */
  sampleInto(batch: TransitionBatch): void {
    if (!this.isReady) {
      const wanted = `a stream of at least ${this.#options.nStep} steps`;
      throw expected('ERR_SHAPE', 'replay table', wanted, this.#table.maxStreamSize);
    }
    if (batch !== this.#batch) {
      this.#fill = bindSampling(this.#table, this.#random, this.#options, batch);
      this.#batch = batch;
    }
    this.#fill();
  }
}

/**
 * The loops of one sampler, over the arrays of one table and one batch.
 *
 * A closure and not methods: in a thread with one sampler the compiler takes the arrays for constants, and the
 * loops run twice as fast. And one column after the other, not whole transitions, because short loops keep more
 * cache misses in flight. (`manyhands bench replay`)
 */
function bindSampling(
  table: ReplayTable,
  random: RandomStream,
  { nStep, discount }: UniformSamplerOptions,
  batch: TransitionBatch,
): () => void {
  const { numStreams, streamCapacity, observationSize, sizes, oldest } = table;
  const { observation, action, reward, terminated, truncated, nextObservation } = table.columns;
  const { observationTm1, actionTm1, rewardT, discountT, observationT } = batch;
  const batchSize = actionTm1.length;
  const firstRows = new Int32Array(batchSize);
  const lastRows = new Int32Array(batchSize);

  /** Draws rows uniformly among all that the table holds. */
  function drawRows(): void {
    random.nextIntsInto(numStreams * table.maxStreamSize, firstRows);
    if (table.size === table.capacity) return; // every row is taken: the numbers drawn are rows
    for (let b = 0; b < batchSize; b++) firstRows[b] = toRow(firstRows[b]!);
  }

  /** Streams of async runs differ in length: drawing from the box around them and rejecting keeps it uniform. */
  function toRow(drawn: number): number {
    const width = table.maxStreamSize;
    for (;;) {
      const stream = Math.floor(drawn / width);
      const position = drawn - stream * width;
      if (position < sizes[stream]!) return stream * streamCapacity + position;
      drawn = random.nextInt(numStreams * width);
    }
  }

  /** Finds each transition's return, discount and last row. */
  function followSteps(): void {
    for (let b = 0; b < batchSize; b++) {
      while (!follow(b)) firstRows[b] = toRow(random.nextInt(numStreams * table.maxStreamSize));
    }
  }

  /** @returns false if transition `b` begins with one of the youngest steps, whose return has not happened yet */
  function follow(b: number): boolean {
    let row = firstRows[b]!;
    let sum = reward[row]!;
    let factor = discount;
    for (let i = 1; i < nStep && (terminated[row]! | truncated[row]!) === 0; i++) {
      row = successor(row);
      if (row < 0) return false;
      sum += factor * reward[row]!;
      factor *= discount;
    }
    lastRows[b] = row;
    rewardT[b] = sum;
    discountT[b] = terminated[row] === 0 ? factor : 0;
    return true;
  }

  /** The row one step later, or -1 after the youngest of its stream. */
  function successor(row: number): number {
    const stream = Math.floor(row / streamCapacity);
    const start = stream * streamCapacity;
    const next = row + 1 - start === streamCapacity ? start : row + 1;
    const afterYoungest = start + ((oldest[stream]! + sizes[stream]!) % streamCapacity);
    return next === afterYoungest ? -1 : next;
  }

  function gatherObservations(from: Observations, rows: Int32Array, into: Observations): void {
    for (let b = 0, to = 0; b < batchSize; b++) {
      const start = rows[b]! * observationSize;
      for (let element = start; element < start + observationSize; element++) into[to++] = from[element]!;
    }
  }

  return () => {
    drawRows();
    followSteps();
    for (let b = 0; b < batchSize; b++) actionTm1[b] = action[firstRows[b]!]!;
    gatherObservations(observation, firstRows, observationTm1);
    gatherObservations(nextObservation, lastRows, observationT);
  };
}
