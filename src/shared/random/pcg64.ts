import { SeedSequence, type SeedInteger } from './seed-sequence.js';

// The 128-bit LCG multiplier 0x23_60ed05_1fc65d_a44385_df649f_ccf645 in limbs of 24 bits, lowest first.
const M0 = 0xccf645;
const M1 = 0xdf649f;
const M2 = 0xa44385;
const M3 = 0x1fc65d;
const M4 = 0x60ed05;
const M5 = 0x23;

const NUM_LIMBS = 6;
const LIMB = 2 ** 24;
const PER_LIMB = 2 ** -24;

/**
 * NumPy's default generator, PCG64 (XSL-RR): the same seed gives the same numbers as
 * `numpy.random.default_rng(seed)`.
 *
 * State and increment are 128 bits each, as six limbs of 24 bits (the last of 8) in doubles: a column of the product
 * sums at most six 48-bit terms, which a double holds exactly. That needs no BigInt and no allocation, and is several
 * times faster than 32-bit words in JavaScript, which has no 64-bit integer product.
 *
 * Source: M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random
 * Number Generation" (2014), HMC-CS-2014-0905.
 */
export class Pcg64 {
  /** Limbs of the state, lowest first. */
  readonly #state = new Float64Array(NUM_LIMBS);
  readonly #increment: Float64Array;
  /** The last output, as two int32 halves. */
  #low = 0;
  #high = 0;

  constructor(seeds: SeedSequence) {
    const words = seeds.generateState(4, 'uint64');
    const start = (words[0]! << 64n) | words[1]!;
    const stream = (words[2]! << 64n) | words[3]!;
    // Odd, as an LCG modulo a power of two needs for its full period.
    this.#increment = limbsOf((stream << 1n) | 1n);
    this.#advance();
    addLimbs(this.#state, limbsOf(start));
    this.#advance();
  }

  /**
   * A generator as `numpy.random.default_rng(seed)` makes it.
   *
   * @throws ManyhandsError `ERR_SEED` for anything but a non-negative integer
   */
  static fromSeed(seed: SeedInteger): Pcg64 {
    return new Pcg64(new SeedSequence(seed));
  }

  /** The next raw word, in [0, 2^64). */
  nextUint64(): bigint {
    this.#next();
    return (BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0);
  }

  /** The next double in [0, 1), one of the 2^53 multiples of 2^-53. */
  nextDouble(): number {
    this.#next();
    return ((this.#high >>> 0) * 2 ** 21 + (this.#low >>> 11)) * 2 ** -53;
  }

  /** The next double in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.nextDouble();
  }

  /** Advances the state and leaves its XSL-RR permutation in the two output halves. */
  #next(): void {
    this.#advance();
    const state = this.#state;
    const word0 = state[0]! | (state[1]! << 24);
    const word1 = (state[1]! >>> 8) | (state[2]! << 16);
    const word2 = (state[2]! >>> 16) | (state[3]! << 8);
    const word3 = state[4]! | (state[5]! << 24);
    const low = word0 ^ word2;
    const high = word1 ^ word3;
    // The top six bits say how far to rotate right: 32 swaps the halves, the rest shifts across them.
    const isSwapped = word3 < 0;
    const from = isSwapped ? high : low;
    const into = isSwapped ? low : high;
    const bits = (word3 >>> 26) & 31;
    // Two shifts, as JavaScript takes a count of 32 for 0.
    this.#low = (from >>> bits) | ((into << 1) << (31 - bits));
    this.#high = (into >>> bits) | ((from << 1) << (31 - bits));
  }

  /** `state = state * M + increment` modulo 2^128. */
  #advance(): void {
    const state = this.#state;
    const increment = this.#increment;
    const s0 = state[0]!;
    const s1 = state[1]!;
    const s2 = state[2]!;
    const s3 = state[3]!;
    const s4 = state[4]!;
    const s5 = state[5]!;

    let column = s0 * M0 + increment[0]!;
    let carry = Math.floor(column * PER_LIMB);
    state[0] = column - carry * LIMB;
    column = s0 * M1 + s1 * M0 + increment[1]! + carry;
    carry = Math.floor(column * PER_LIMB);
    state[1] = column - carry * LIMB;
    column = s0 * M2 + s1 * M1 + s2 * M0 + increment[2]! + carry;
    carry = Math.floor(column * PER_LIMB);
    state[2] = column - carry * LIMB;
    column = s0 * M3 + s1 * M2 + s2 * M1 + s3 * M0 + increment[3]! + carry;
    carry = Math.floor(column * PER_LIMB);
    state[3] = column - carry * LIMB;
    column = s0 * M4 + s1 * M3 + s2 * M2 + s3 * M1 + s4 * M0 + increment[4]! + carry;
    carry = Math.floor(column * PER_LIMB);
    state[4] = column - carry * LIMB;
    column = s0 * M5 + s1 * M4 + s2 * M3 + s3 * M2 + s4 * M1 + s5 * M0 + increment[5]! + carry;
    state[5] = column - Math.floor(column / 256) * 256;
  }
}

function limbsOf(integer: bigint): Float64Array {
  const limbs = new Float64Array(NUM_LIMBS);
  for (let i = 0; i < NUM_LIMBS; i++) limbs[i] = Number((integer >> BigInt(24 * i)) & 0xffffffn);
  limbs[NUM_LIMBS - 1]! %= 256;
  return limbs;
}

/** Adds `addend` to `sum` modulo 2^128. */
function addLimbs(sum: Float64Array, addend: Float64Array): void {
  let carry = 0;
  for (let i = 0; i < NUM_LIMBS; i++) {
    const size = i === NUM_LIMBS - 1 ? 256 : LIMB;
    const limb = sum[i]! + addend[i]! + carry;
    carry = Math.floor(limb / size);
    sum[i] = limb - carry * size;
  }
}
