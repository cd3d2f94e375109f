import { expected } from '../errors.js';

const POOL_WORDS = 4;

// The hash constants of O'Neill's seed_seq_fe, as NumPy uses them.
const INIT_A = 0x43b0d7e5;
const MULT_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULT_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

/** A non-negative integer: a safe one as `number`, any as `bigint`. */
export type SeedInteger = number | bigint;

/**
 * Turns entropy into well-mixed generator state, bit for bit as NumPy's `SeedSequence`.
 *
 * Similar seeds (0, 1, 2, ...) give unrelated states. Two sequences with the same entropy and different spawn
 * keys are independent.
 *
 * Source: M. E. O'Neill, "Developing a seed_seq Alternative" (2015), pcg-random.org; NumPy,
 * `numpy/random/bit_generator.pyx`.
 */
export class SeedSequence {
  readonly #pool: Uint32Array;

  /**
   * @param entropy - the seed: one integer, or several that count as one long number, lowest first
   * @param spawnKey - which child of `entropy` this is; empty for the root
   * @throws ManyhandsError `ERR_SEED` for a negative, fractional or unsafe integer
   */
  constructor(entropy: SeedInteger | readonly SeedInteger[], spawnKey: readonly SeedInteger[] = []) {
    const words = (typeof entropy === 'object' ? entropy : [entropy]).flatMap((n) => wordsOf(n, 'seed'));
    const spawnWords = spawnKey.flatMap((n) => wordsOf(n, 'spawn key'));
    // Padding keeps (entropy [a], key [b]) apart from (entropy [a, b], no key).
    if (spawnWords.length > 0) while (words.length < POOL_WORDS) words.push(0);
    this.#pool = mixEntropy([...words, ...spawnWords]);
  }

  /** `numWords` uint32 words. The same call always gives the same words. */
  generateState(numWords: number, dtype?: 'uint32'): Uint32Array;
  /** `numWords` uint64 words, each two uint32 words with the low one first. */
  generateState(numWords: number, dtype: 'uint64'): BigUint64Array;
  generateState(numWords: number, dtype: 'uint32' | 'uint64' = 'uint32'): Uint32Array | BigUint64Array {
    if (!Number.isSafeInteger(numWords) || numWords < 0) {
      throw expected('ERR_SEED', 'generateState words', 'a non-negative integer', numWords);
    }
    if (dtype === 'uint32') return this.#generate(numWords);
    const halves = this.#generate(2 * numWords);
    return BigUint64Array.from(
      { length: numWords },
      (_, i) => (BigInt(halves[2 * i + 1]!) << 32n) | BigInt(halves[2 * i]!),
    );
  }

  #generate(numWords: number): Uint32Array {
    const words = new Uint32Array(numWords);
    let hash = INIT_B;
    for (let i = 0; i < numWords; i++) {
      let value = this.#pool[i % POOL_WORDS]! ^ hash;
      hash = Math.imul(hash, MULT_B);
      value = Math.imul(value, hash);
      words[i] = value ^ (value >>> 16);
    }
    return words;
  }
}

/** Spreads every entropy word over the whole pool. */
function mixEntropy(entropy: readonly number[]): Uint32Array {
  const pool = new Uint32Array(POOL_WORDS);
  let hash = INIT_A;
  const hashed = (word: number): number => {
    let value = word ^ hash;
    hash = Math.imul(hash, MULT_A);
    value = Math.imul(value, hash);
    return value ^ (value >>> 16);
  };

  for (let i = 0; i < POOL_WORDS; i++) pool[i] = hashed(entropy[i] ?? 0);
  for (let from = 0; from < POOL_WORDS; from++) {
    for (let to = 0; to < POOL_WORDS; to++) {
      if (from !== to) pool[to] = mixed(pool[to]!, hashed(pool[from]!));
    }
  }
  for (const word of entropy.slice(POOL_WORDS)) {
    for (let to = 0; to < POOL_WORDS; to++) pool[to] = mixed(pool[to]!, hashed(word));
  }
  return pool;
}

function mixed(x: number, y: number): number {
  const value = (Math.imul(MIX_LEFT, x) - Math.imul(MIX_RIGHT, y)) | 0;
  return value ^ (value >>> 16);
}

/** The uint32 words of an integer, lowest first; zero has one word. */
function wordsOf(integer: SeedInteger, subject: string): number[] {
  if (integer < 0 || (typeof integer === 'number' && !Number.isSafeInteger(integer))) {
    throw expected('ERR_SEED', subject, 'a non-negative integer, a bigint from 2^53 on', integer);
  }
  const words: number[] = [];
  let rest = BigInt(integer);
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}
