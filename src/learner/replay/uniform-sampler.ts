import { expected } from '../../shared/errors.js';
import type { Observations } from '../../shared/memory/block-layout.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import type { Table } from './table.js';

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
  readonly #table: Table;
  readonly #random: RandomStream;
  readonly #options: UniformSamplerOptions;
  #batch: TransitionBatch | undefined;
  #fill: () => void = () => undefined;

  constructor(table: Table, random: RandomStream, options: UniformSamplerOptions) {
    const { nStep } = options;
    if (!Number.isInteger(nStep) || nStep < 1 || nStep > table.maxSteps) {
      throw expected('ERR_SHAPE', 'nStep', `an integer in [1, ${table.maxSteps}]`, nStep);
    }
    this.#table = table;
    this.#random = random;
    this.#options = options;
  }

  /** Whether there is anything to draw. */
  get isReady(): boolean {
    return this.#table.readySteps >= this.#options.nStep;
  }

  /**
   * Fills the batch. It is quickest when it is the same batch every time.
   *
   * @throws ManyhandsError `ERR_SHAPE` if nothing can be drawn yet
   */
  sampleInto(batch: TransitionBatch): void {
    if (!this.isReady) {
      const wanted = `a stream of at least ${this.#options.nStep} steps`;
      throw expected('ERR_SHAPE', 'replay table', wanted, this.#table.readySteps);
    }
    if (batch !== this.#batch) {
      this.#fill = this.#table.bindSampling(this.#random, this.#options, batch);
      this.#batch = batch;
    }
    this.#fill();
  }
}
