import { expected } from '../../shared/errors.js';

export interface RateLimiterOptions {
  /** Samples drawn per transition inserted, the ratio to keep; `Infinity` lets both sides run free. */
  readonly samplesPerInsert: number;
  /** Transitions inserted before the first sample. */
  readonly minSize: number;
  /** How far the ratio may stray, in samples, to either side. */
  readonly errorBuffer: number;
}

/**
 * Keeps the learner and the actors in step: neither may run further ahead than the error buffer.
 *
 * With `I` transitions inserted and `S` drawn, the invariant is
 *
 * ```text
 *   | I * samplesPerInsert - S  -  minSize * samplesPerInsert |  <=  errorBuffer      once I >= minSize
 * ```
 *
 * An insert that would break it from above waits for the learner, a sample that would break it from below
 * waits for the actors. Before `minSize` nothing is drawn and every insert is let in.
 *
 * Source: Cassirer et al., "Reverb: A Framework For Experience Replay" (2021), arXiv:2102.04736.
 */
export class RateLimiter {
  readonly #samplesPerInsert: number;
  readonly #minSize: number;
  readonly #minDifference: number;
  readonly #maxDifference: number;
  #inserted = 0;
  #sampled = 0;

  /** @throws ManyhandsError `ERR_CONFIG` if the ratio or the buffer is not positive, or the size negative */
  constructor({ samplesPerInsert, minSize, errorBuffer }: RateLimiterOptions) {
    if (!(samplesPerInsert > 0))
      throw expected('ERR_CONFIG', 'samplesPerInsert', 'a number above 0', samplesPerInsert);
    if (!(errorBuffer > 0)) throw expected('ERR_CONFIG', 'errorBuffer', 'a number above 0', errorBuffer);
    if (!(minSize >= 0)) throw expected('ERR_CONFIG', 'minSize', 'a number from 0', minSize);
    this.#samplesPerInsert = samplesPerInsert;
    this.#minSize = minSize;
    const offset = samplesPerInsert * minSize;
    this.#minDifference = offset - errorBuffer;
    this.#maxDifference = offset + errorBuffer;
  }

  /** Whether `count` transitions may be inserted now. */
  canInsert(count: number): boolean {
    if (this.#samplesPerInsert === Infinity) return true;
    // Before `minSize` nothing has been drawn, so this lets everything in up to there.
    return (this.#inserted + count) * this.#samplesPerInsert - this.#sampled <= this.#maxDifference;
  }

  /** Whether `count` transitions may be drawn now. */
  canSample(count: number): boolean {
    if (this.#inserted < this.#minSize) return false;
    if (this.#samplesPerInsert === Infinity) return true;
    return this.#inserted * this.#samplesPerInsert - this.#sampled - count >= this.#minDifference;
  }

  /** Transitions to insert before `count` may be drawn; 0 if they may be drawn now. */
  insertsUntilSample(count: number): number {
    const missing = this.#minSize - this.#inserted;
    if (this.#samplesPerInsert === Infinity) return Math.max(0, missing);
    const needed = (this.#minDifference + this.#sampled + count) / this.#samplesPerInsert;
    return Math.max(0, missing, Math.ceil(needed - this.#inserted));
  }

  recordInsert(count: number): void {
    this.#inserted += count;
  }

  recordSample(count: number): void {
    this.#sampled += count;
  }
}
