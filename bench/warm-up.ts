import type { Pace } from './pace.js';

/** A window of the warm-up as long as a round that took less than this share of the fastest before it shows that code still gets faster. */
const FASTER = 0.97;
const STEADY_WINDOWS = 4;
/** Multiple of the pace's warm-up. */
const LONGEST_WARM_UP = 10;

/**
 * Says how often to call until the code has its final tier: at least as long as the pace says, and on until some windows in a row were no
 * faster than the fastest before them. A machine that others use gives no such peace, and gets its limit.
 */
export class WarmUp {
  readonly #pace: Pace;
  readonly #begin = now();
  #calls = 1;
  #fastest = Infinity;
  #numSteady = 0;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** How many to make next; once it is over, how many fill a round. */
  get calls(): number {
    return this.#calls;
  }

  /** @param each - nanoseconds that each of the {@link calls} just made took */
  isOverAfter(each: number): boolean {
    const { warmUpNanoseconds, roundNanoseconds } = this.#pace;
    const elapsed = now() - this.#begin;
    if (each < FASTER * this.#fastest) [this.#fastest, this.#numSteady] = [each, 0];
    else this.#numSteady += 1;
    if (each * this.#calls < roundNanoseconds / 2) {
      this.#calls *= 2;
      return false;
    }
    if (elapsed < warmUpNanoseconds) return false;
    return this.#numSteady >= STEADY_WINDOWS || elapsed >= LONGEST_WARM_UP * warmUpNanoseconds;
  }
}

/** Nanoseconds since some moment. */
export function now(): number {
  return Number(process.hrtime.bigint());
}
