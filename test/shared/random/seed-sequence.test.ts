import { describe, expect, it } from 'vitest';
import { SeedSequence } from '../../../src/shared/random/seed-sequence.js';
import { integersOf, readNumpyGolden } from './golden.js';

describe('SeedSequence', () => {
  it.each(readNumpyGolden().seedSequences)(
    "equals NumPy's for entropy $entropy and spawn key $spawnKey",
    ({ entropy, spawnKey, uint32, uint64 }) => {
      const sequence = new SeedSequence(integersOf(entropy), integersOf(spawnKey));
      expect([...sequence.generateState(uint32.length)]).toEqual(uint32);
      expect([...sequence.generateState(uint64.length, 'uint64')].map(String)).toEqual(uint64);
    },
  );

  it('takes a number and the equal bigint for the same seed', () => {
    const seed = 2 ** 40 + 3;
    expect(new SeedSequence(seed).generateState(4)).toEqual(new SeedSequence(BigInt(seed)).generateState(4));
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53, -3n])('rejects the seed %s', (seed) => {
    const error = expect.objectContaining({ code: 'ERR_SEED' }) as Error;
    expect(() => new SeedSequence(seed)).toThrow(error);
    expect(() => new SeedSequence(1, [seed])).toThrow(error);
  });
});
