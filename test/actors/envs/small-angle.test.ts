import { describe, expect, it } from 'vitest';
import { cosSmall, sinSmall } from '../../../src/actors/envs/small-angle.js';

/** The series in fixed point with 200 bits after the point, far past a double's precision. */
function seriesOf(x: number, first: 0 | 1): number {
  const scale = 1n << 200n;
  const fixed = BigInt(Math.round(x * 2 ** 53)) << 147n;
  let term = first === 0 ? scale : fixed;
  let sum = 0n;
  for (let n = first; term !== 0n && n < 60; n += 2) {
    sum += term;
    term = (-((term * fixed) / scale) * fixed) / scale / BigInt((n + 1) * (n + 2));
  }
  return Number(sum) / 2 ** 200;
}

describe('small angles', () => {
  it('have the sine and cosine of the series, rounded as they should be but for 1 in 200 and 1 in 2000', () => {
    const numAngles = 4000;
    const wrong = { sin: 0, cos: 0 };
    for (let i = 0; i < numAngles; i++) {
      // A multiple of 2^-53, so that the series starts from it exactly, with bits in all its places.
      const x = Math.round(((2 * i + 0.37) / numAngles - 1) * 0.25 * 2 ** 53) / 2 ** 53;
      const sin = seriesOf(x, 1);
      const cos = seriesOf(x, 0);
      // Where it is not the nearest double, it is the neighbour.
      expect(Math.abs(sinSmall(x) - sin)).toBeLessThanOrEqual(unitInLastPlace(sin));
      expect(Math.abs(cosSmall(x) - cos)).toBeLessThanOrEqual(unitInLastPlace(cos));
      wrong.sin += Number(sinSmall(x) !== sin);
      wrong.cos += Number(cosSmall(x) !== cos);
    }
    expect(wrong.sin).toBeLessThan(numAngles / 200);
    expect(wrong.cos).toBeLessThan(numAngles / 2000);
  });

  it('are exact at zero and symmetric', () => {
    expect(sinSmall(0)).toBe(0);
    expect(cosSmall(0)).toBe(1);
    expect(sinSmall(-0.2)).toBe(-sinSmall(0.2));
    expect(cosSmall(-0.2)).toBe(cosSmall(0.2));
  });
});

/** The distance between neighbouring doubles at `x`. */
function unitInLastPlace(x: number): number {
  return x === 0 ? 0 : 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);
}
