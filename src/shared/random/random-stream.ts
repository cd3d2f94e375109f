import { expected } from '../errors.js';
import { SeedSequence } from './seed-sequence.js';
import type { StreamRole } from './stream-role.js';

/**
 * A fast random stream for exploration, sampling and initialisation: xoshiro128++, period 2^128 - 1.
 *
 * Every consumer owns one, derived from (run seed, role, index), so that what one consumer draws never moves
 * another's numbers. Environments that must agree with Gymnasium use {@link Pcg64} instead.
 *
 * Source: D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number Generators" (2021), arXiv:1805.01407.
 */
export class RandomStream {
  #s0: number;
  #s1: number;
  #s2: number;
  #s3: number;
  #spareNormal: number | undefined;

  /** @param state - four 32-bit words, not all zero: from there the generator would never move */
  constructor(state: ArrayLike<number>) {
    this.#s0 = (state[0] ?? 0) | 0;
    this.#s1 = (state[1] ?? 0) | 0;
    this.#s2 = (state[2] ?? 0) | 0;
    this.#s3 = (state[3] ?? 0) | 0;
    if (state.length !== 4 || (this.#s0 | this.#s1 | this.#s2 | this.#s3) === 0) {
      throw expected('ERR_SEED', 'random stream state', 'four words, not all zero', `${state.length} words`);
    }
  }

  /**
   * The stream of consumer `index` of one role in the run with this seed.
   *
   * @throws ManyhandsError `ERR_SEED` for a seed or index that is not a non-negative safe integer
   */
  static derive(seed: number, role: StreamRole, index: number): RandomStream {
    return new RandomStream(new SeedSequence(seed, [role, index]).generateState(4));
  }

  /** Uniform over [0, 2^32). */
  nextUint32(): number {
    return this.#next() >>> 0;
  }

  /** Uniform over the 2^24 multiples of 2^-24 in [0, 1): exact in float32, where 32 bits could round up to 1. */
  nextFloat(): number {
    return (this.#next() >>> 8) * 2 ** -24;
  }

  /**
   * Uniform over the integers in [0, n), without bias.
   *
   * Source: D. Lemire, "Fast Random Integer Generation in an Interval" (2019), arXiv:1805.10941.
   *
   * @throws RangeError if `n` is not an integer in [1, 2^32)
   */
  nextInt(n: number): number {
    if (n >>> 0 !== n || n === 0) throw new RangeError(`n: expected an integer in [1, 2^32), got ${n}`);
    let word = this.#next();
    let low = Math.imul(word, n) >>> 0;
    if (low < n) {
      // The first 2^32 mod n low words are one too many for an even share.
      const threshold = (0x100000000 - n) % n;
      while (low < threshold) {
        word = this.#next();
        low = Math.imul(word, n) >>> 0;
      }
    }
    return multiplyHigh(word, n) >>> 0;
  }

  /**
   * Fills `into` with the numbers that as many calls of {@link nextInt} would give, in half the time: the state
   * stays in registers.
   *
   * @throws RangeError as {@link nextInt}
   */
  nextIntsInto(n: number, into: Int32Array): void {
    if (n >>> 0 !== n || n === 0) throw new RangeError(`n: expected an integer in [1, 2^32), got ${n}`);
    const threshold = (0x100000000 - n) % n;
    let s0 = this.#s0;
    let s1 = this.#s1;
    let s2 = this.#s2;
    let s3 = this.#s3;
    for (let i = 0; i < into.length; i++) {
      let word: number;
      do {
        const sum = (s0 + s3) | 0;
        word = (((sum << 7) | (sum >>> 25)) + s0) | 0;
        const shifted = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = (s3 << 11) | (s3 >>> 21);
      } while (Math.imul(word, n) >>> 0 < threshold);
      into[i] = multiplyHigh(word, n);
    }
    this.#s0 = s0;
    this.#s1 = s1;
    this.#s2 = s2;
    this.#s3 = s3;
  }

  /**
   * Standard normal, by the polar method: pairs are drawn together and the second is kept for the next call.
   *
   * Source: G. Marsaglia, T. A. Bray, "A Convenient Method for Generating Normal Variables" (1964).
   */
  nextNormal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    let u: number, v: number, squared: number;
    do {
      u = this.#next() * 2 ** -31;
      v = this.#next() * 2 ** -31;
      squared = u * u + v * v;
    } while (squared >= 1 || squared === 0);
    const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
    this.#spareNormal = v * scale;
    return u * scale;
  }

  #next(): number {
    const s0 = this.#s0;
    const s1 = this.#s1;
    const s3 = this.#s3;
    const sum = (s0 + s3) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + s0) | 0;
    const s2 = this.#s2 ^ s0;
    const mixed = s3 ^ s1;
    this.#s1 = s1 ^ s2;
    this.#s0 = s0 ^ mixed;
    this.#s2 = s2 ^ (s1 << 9);
    this.#s3 = (mixed << 11) | (mixed >>> 21);
    return result;
  }
}

/** The high 32 bits of the 64-bit product of two uint32 words, as an int32. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Each partial product plus a 16-bit carry stays below 2^32, so `| 0` never loses a bit.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const low = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (low >>> 16)) | 0;
}
