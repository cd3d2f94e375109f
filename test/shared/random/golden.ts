import { readFileSync } from 'node:fs';

/** What NumPy said; written by test/golden/record.py. Integers beyond a double's reach are strings. */
export interface NumpyGolden {
  readonly seedSequences: readonly {
    readonly entropy: string | readonly string[];
    readonly spawnKey: readonly string[];
    readonly uint32: readonly number[];
    readonly uint64: readonly string[];
  }[];
  readonly pcg64: readonly {
    readonly seed: string;
    readonly uint64: readonly string[];
    readonly doubles: readonly number[];
    readonly uniform: readonly number[];
    readonly xorOfManyUint64: string;
  }[];
}

/** Reads the recorded numbers, from the repository's root. */
export function readNumpyGolden(): NumpyGolden {
  return JSON.parse(readFileSync('test/golden/numpy-random.json', 'utf8')) as NumpyGolden;
}

export function integersOf(strings: readonly string[]): bigint[];
export function integersOf(strings: string | readonly string[]): bigint | bigint[];
export function integersOf(strings: string | readonly string[]): bigint | bigint[] {
  return typeof strings === 'string' ? BigInt(strings) : strings.map(BigInt);
}
