import { performance } from 'node:perf_hooks';
import { allocateShared } from '../../../src/shared/memory/shared-buffer.js';

/** Where the profile keeps what. Times are nanoseconds. */
export const PROFILE = {
  /** What an actor does for a block, in order: gets the block, gets the weights, fills the block, hands it over, counts it. */
  acquire: 0,
  weights: 1,
  fill: 2,
  publish: 3,
  count: 4,
  /** Looks at the clock and signs of life while it fills the block. */
  readings: 5,
  beats: 6,
  blocks: 7,
  /** What one reading costs, one sign of life, and one look of the profile itself. */
  readingCost: 8,
  beatCost: 9,
  markCost: 10,
} as const;

export type Stage = (typeof PROFILE)['acquire' | 'weights' | 'fill' | 'publish' | 'count'];
export type ProfileSums = Readonly<Record<keyof typeof PROFILE, number>>;

const NUM_FIELDS = Object.keys(PROFILE).length;

/**
 * What the time of an actor's blocks goes into, waits for room in the ring left out. One thread writes, others read. A block for which
 * the actor slept while its run was paused counts with its sleep: read the sums some blocks after a pause, and subtract.
 */
export class ActorProfile {
  readonly #sums: Float64Array;
  readonly #block = new Float64Array(PROFILE.blocks);
  #at = 0;
  #isFilling = false;

  constructor(buffer: SharedArrayBuffer) {
    this.#sums = new Float64Array(buffer);
  }

  static allocate(): SharedArrayBuffer {
    return allocateShared('actor profile', NUM_FIELDS * Float64Array.BYTES_PER_ELEMENT);
  }

  /** The actor begins to look for a block. */
  begin(): void {
    this.#block.fill(0);
    this.#isFilling = false;
    this.#at = performance.now();
  }

  /** A stage is over, and the next begins. */
  end(stage: Stage): void {
    const now = performance.now();
    this.#block[stage]! += (now - this.#at) * 1e6;
    this.#at = now;
    this.#isFilling = stage === PROFILE.weights;
  }

  /** Counts what happens while the block is filled; anywhere else it is inside of the times. */
  count(what: typeof PROFILE.readings | typeof PROFILE.beats): void {
    if (this.#isFilling) this.#block[what]!++;
  }

  /** Adds the block to the sums. */
  commit(): void {
    for (let i = 0; i < this.#block.length; i++) this.#sums[i]! += this.#block[i]!;
    this.#sums[PROFILE.blocks]! += 1;
  }

  setCost(
    of: typeof PROFILE.readingCost | typeof PROFILE.beatCost | typeof PROFILE.markCost,
    ns: number,
  ): void {
    this.#sums[of] = ns;
  }

  /** The sums of about now. */
  read(): ProfileSums {
    const entries = Object.entries(PROFILE).map(([name, field]) => [name, this.#sums[field]!]);
    return Object.fromEntries(entries) as ProfileSums;
  }
}
