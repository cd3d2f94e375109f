import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';

const fresh = () => RandomStream.derive(1, STREAM_ROLE.sampling, 0);
const draw = (stream: RandomStream, count: number) =>
  Array.from({ length: count }, () => stream.nextUint32());

describe('RandomStream', () => {
  it('gives the numbers of the definition in BigInts', () => {
    const seed = [0x9e3779b9, 0xffffffff, 1, 0x80000000];
    const stream = new RandomStream(seed);
    let state = seed.map(BigInt);
    const mask = 0xffffffffn;
    const rotate = (x: bigint, bits: bigint) => ((x << bits) | (x >> (32n - bits))) & mask;
    for (let i = 0; i < 2000; i++) {
      const [s0, s1, s2, s3] = state as [bigint, bigint, bigint, bigint];
      expect(stream.nextUint32()).toBe(Number((rotate((s0 + s3) & mask, 7n) + s0) & mask));
      // The reference code updates in place; unrolled, each word depends on old ones only.
      state = [s0 ^ s1 ^ s3, s0 ^ s1 ^ s2, s0 ^ s2 ^ ((s1 << 9n) & mask), rotate(s1 ^ s3, 11n)];
    }
  });

  it("starts as the authors' code does from 1, 2, 3, 4", () => {
    // Worked by hand: rotl(1 + 4, 7) + 1, and one step on.
    expect(new RandomStream([1, 2, 3, 4]).nextUint32()).toBe(641);
  });

  it('is another stream for another seed, role or index, and the same for the same', () => {
    const keys: Parameters<typeof RandomStream.derive>[] = [];
    for (const seed of [0, 1, 2 ** 33]) {
      for (const role of Object.values(STREAM_ROLE))
        for (const index of [0, 1, 2]) keys.push([seed, role, index]);
    }
    const heads = keys.map((key) => draw(RandomStream.derive(...key), 4).join());
    expect(new Set(heads).size).toBe(keys.length);
    expect(keys.map((key) => draw(RandomStream.derive(...key), 4).join())).toEqual(heads);
  });

  it('numbers every role once', () => {
    const numbers = Object.values(STREAM_ROLE);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('keeps floats in [0, 1), exact in float32, with a mean of a half', () => {
    const stream = fresh();
    let sum = 0;
    const count = 100_000;
    for (let i = 0; i < count; i++) {
      const float = stream.nextFloat();
      if (!(float >= 0 && float < 1) || Math.fround(float) !== float) throw new Error(`draw ${i}: ${float}`);
      sum += float;
    }
    // Five standard deviations of the mean: sqrt(1 / 12 / count) each.
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
  });

  it.each([1, 2, 3, 6, 7, 1000])('spreads nextInt(%d) evenly', (n) => {
    const stream = fresh();
    const counts = new Float64Array(n);
    const mean = 1000;
    for (let i = 0; i < n * mean; i++) {
      const drawn = stream.nextInt(n);
      counts[drawn]! += 1;
      if (!(drawn in counts)) throw new Error(`${drawn} is not in [0, ${n})`);
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
    // Mean n - 1 and variance 2 (n - 1): five standard deviations.
    expect(chiSquared).toBeLessThanOrEqual(n - 1 + 5 * Math.sqrt(2 * (n - 1)));
  });

  it('has no bias where 2^32 is far from a multiple of n', () => {
    // A plain multiply and shift would give even results twice as often as odd ones here.
    const n = 3 * 2 ** 30;
    const stream = fresh();
    const count = 30_000;
    const thirds = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const drawn = stream.nextInt(n);
      expect(drawn).toBeLessThan(n);
      thirds[drawn % 3]! += 1;
    }
    // Five standard deviations of a binomial count with p = 1/3.
    for (const third of thirds)
      expect(Math.abs(third - count / 3)).toBeLessThan(5 * Math.sqrt((count * 2) / 9));
  });

  it('draws normals with the moments of the standard normal', () => {
    const stream = fresh();
    const count = 200_000;
    const moments = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const normal = stream.nextNormal();
      for (let k = 0; k < 4; k++) moments[k]! += normal ** (k + 1) / count;
    }
    // Moments 0, 1, 0, 3; the variances of their estimates are 1, 2, 15 and 96 over count. Five deviations each.
    [
      [0, 1],
      [1, 2],
      [0, 15],
      [3, 96],
    ].forEach(([moment, variance], k) =>
      expect(Math.abs(moments[k]! - moment!)).toBeLessThan(5 * Math.sqrt(variance! / count)),
    );
  });

  it.each([0, -1, 2.5, NaN, 2 ** 32])('rejects nextInt(%d)', (n) => {
    expect(() => fresh().nextInt(n)).toThrow(RangeError);
  });

  it.each([[[0, 0, 0, 0]], [[1, 2, 3]], [[]]])('rejects the state %j', (state) => {
    expect(() => new RandomStream(state)).toThrow(expect.objectContaining({ code: 'ERR_SEED' }) as Error);
  });
});
