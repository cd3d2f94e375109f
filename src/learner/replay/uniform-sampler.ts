import { expected } from '../../shared/errors.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import type { ReplayTable } from './replay-table.js';

/** One batch of `B` transitions, caller-owned. `D` = observation size. */
export interface TransitionBatch {
  /** `s_{t-1}`. Shape `[B, D]`. */
  readonly observationTm1: Float32Array;
  /** `a_{t-1}`. Shape `[B]`. */
  readonly actionTm1: Int32Array;
  /** Discounted sum of the rewards between the two observations. Shape `[B]`. */
  readonly rewardT: Float32Array;
  /** What the value of `observationT` counts: a power of the discount, or 0 where the task ended. Shape `[B]`. */
  readonly discountT: Float32Array;
  /** `s_t`, up to `nStep` steps later. Shape `[B, D]`. */
  readonly observationT: Float32Array;
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
 * A truncated step ends the sum but is bootstrapped from, because the task went on. The youngest `n - 1` steps
 * of a stream cannot be drawn: their return has not happened yet.
 *
 * Source: Hessel et al., "Rainbow" (2018), arXiv:1710.02298, multi-step learning.
 */
export class UniformSampler {
  readonly #table: ReplayTable;
  readonly #random: RandomStream;
  readonly #nStep: number;
  readonly #discount: number;

  constructor(table: ReplayTable, random: RandomStream, { nStep, discount }: UniformSamplerOptions) {
    if (!Number.isInteger(nStep) || nStep < 1 || nStep > table.streamCapacity) {
      throw expected('ERR_SHAPE', 'nStep', `an integer in [1, ${table.streamCapacity}]`, nStep);
    }
    this.#table = table;
    this.#random = random;
    this.#nStep = nStep;
    this.#discount = discount;
  }

  /** Whether there is anything to draw. */
  get isReady(): boolean {
    return this.#table.maxStreamSize >= this.#nStep;
  }

  /**
   * Fills the batch.
   *
   * @throws ManyhandsError `ERR_SHAPE` if nothing can be drawn yet
   */
  sampleInto(batch: TransitionBatch): void {
    const table = this.#table;
    const lastSteps = this.#nStep - 1;
    const drawable = table.maxStreamSize - lastSteps;
    if (drawable < 1)
      throw expected(
        'ERR_SHAPE',
        'replay table',
        `a stream of at least ${this.#nStep} steps`,
        table.maxStreamSize,
      );

    const random = this.#random;
    const numStreams = table.numStreams;
    for (let b = 0; b < batch.actionTm1.length; b++) {
      // Streams of async runs differ in length: drawing from the box around them and rejecting keeps it uniform.
      let stream: number;
      let age: number;
      do {
        const drawn = random.nextInt(numStreams * drawable);
        stream = (drawn / drawable) | 0;
        age = drawn - stream * drawable;
      } while (age >= table.streamSize(stream) - lastSteps);
      this.#assemble(batch, b, stream, age);
    }
  }

  #assemble(batch: TransitionBatch, b: number, stream: number, age: number): void {
    const table = this.#table;
    const { observation, action, reward, terminated, truncated, nextObservation } = table.columns;
    const first = table.rowAt(stream, age);
    const endOfStream = (stream + 1) * table.streamCapacity;

    let row = first;
    let rewardT = reward[row]!;
    let discountT = this.#discount;
    for (let i = 1; i < this.#nStep && terminated[row] === 0 && truncated[row] === 0; i++) {
      row = row + 1 < endOfStream ? row + 1 : endOfStream - table.streamCapacity;
      rewardT += discountT * reward[row]!;
      discountT *= this.#discount;
    }
    batch.actionTm1[b] = action[first]!;
    batch.rewardT[b] = rewardT;
    batch.discountT[b] = terminated[row] === 0 ? discountT : 0;

    const D = table.observationSize;
    const { observationTm1, observationT } = batch;
    for (let d = 0, to = b * D, fromTm1 = first * D, fromT = row * D; d < D; d++, to++, fromTm1++, fromT++) {
      observationTm1[to] = observation[fromTm1]!;
      observationT[to] = nextObservation[fromT]!;
    }
  }
}
