import { describe, expect, it } from 'vitest';
import { Pcg64 } from '../../../src/shared/random/pcg64.js';
import { SeedSequence } from '../../../src/shared/random/seed-sequence.js';
import { readNumpyGolden } from './golden.js';

describe('Pcg64', () => {
  describe.each(readNumpyGolden().pcg64)(
    'with seed $seed',
    ({ seed, uint64, doubles, uniform, xorOfManyUint64 }) => {
      it("gives NumPy's raw words", () => {
        const random = Pcg64.fromSeed(BigInt(seed));
        expect(uint64.map(() => String(random.nextUint64()))).toEqual(uint64);
      });

      it("gives NumPy's words for 20,000 draws, where rare carries happen too", () => {
        const random = Pcg64.fromSeed(BigInt(seed));
        let all = 0n;
        for (let i = 0; i < 20_000; i++) all ^= random.nextUint64();
        expect(String(all)).toBe(xorOfManyUint64);
      });

      it("gives NumPy's doubles, to the bit", () => {
        const random = Pcg64.fromSeed(BigInt(seed));
        expect(doubles.map(() => random.nextDouble())).toEqual(doubles);
        const other = Pcg64.fromSeed(BigInt(seed));
        expect(uniform.map(() => other.uniform(-0.05, 0.05))).toEqual(uniform);
      });
    },
  );

  it('gives the words of the definition in BigInts, whatever the rotation', () => {
    const random = Pcg64.fromSeed(9);
    const reference = referenceWords(9);
    const rotations = new Set<number>();
    for (let i = 0; i < 2000; i++) {
      const { word, rotation } = reference.next().value;
      expect(random.nextUint64()).toBe(word);
      rotations.add(rotation);
    }
    expect(rotations.size).toBe(64);
  });
});

/** PCG XSL-RR 128/64 as its paper writes it, from the seed words that NumPy's golden test above vouches for. */
function* referenceWords(seed: number): Generator<{ word: bigint; rotation: number }, never> {
  const words = new SeedSequence(seed).generateState(4, 'uint64');
  const mask128 = (1n << 128n) - 1n;
  const multiplier = 0x2360ed051fc65da44385df649fccf645n;
  const increment = (((words[2]! << 64n) | words[3]!) * 2n + 1n) & mask128;
  let state = (increment + ((words[0]! << 64n) | words[1]!)) & mask128;
  state = (state * multiplier + increment) & mask128;
  for (;;) {
    state = (state * multiplier + increment) & mask128;
    const folded = (state >> 64n) ^ (state & ((1n << 64n) - 1n));
    const rotation = state >> 122n;
    const word = ((folded >> rotation) | (folded << (64n - rotation))) & ((1n << 64n) - 1n);
    yield { word, rotation: Number(rotation) };
  }
}
