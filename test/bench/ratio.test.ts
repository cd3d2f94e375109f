import { describe, expect, it } from 'vitest';
import { medianOf, ratioInterval, ratioOf } from '../../bench/ratio.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';

/** Rounds of a normal distribution around `center`, as many runs as there are shifts of them. */
function runs(center: number, seed: number, shifts: readonly number[] = [0], deviation = 0.02): number[][] {
  const stream = new RandomStream([seed, 2, 3, 4]);
  return shifts.map((shift) =>
    Array.from({ length: 15 }, () => center * (1 + shift) * (1 + deviation * stream.nextNormal())),
  );
}

describe('ratioOf', () => {
  it.each([
    { before: 100, after: 150, better: 'higher', ratio: 1.5 },
    { before: 100, after: 150, better: 'lower', ratio: 2 / 3 },
    { before: 100, after: 50, better: 'lower', ratio: 2 },
    { before: Infinity, after: 2, better: 'lower', ratio: Infinity },
    { before: 2, after: Infinity, better: 'lower', ratio: 0 },
    { before: Infinity, after: Infinity, better: 'lower', ratio: 1 },
    { before: 0, after: 0, better: 'higher', ratio: 1 },
  ] as const)('of $before and $after is $ratio where $better is better', ({ before, after, better, ratio }) =>
    expect(ratioOf(before, after, better)).toBe(ratio),
  );
});

describe('ratioInterval', () => {
  it('holds 1 for two measurements of the same, nearly always', () => {
    let numHolding = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const [low, high] = ratioInterval(runs(100, seed), runs(100, seed + 1000), 'higher')!;
      if (low <= 1 && high >= 1) numHolding++;
    }
    // 38 expected of a 95 % interval; fewer than 33 would come up once in 200 such tests, were they not seeded.
    expect(numHolding).toBeGreaterThanOrEqual(33);
  });

  it('lies around the change where there is one, whichever way the unit points', () => {
    const [before, after] = [runs(100, 1), runs(125, 2)];
    const [low, high] = ratioInterval(before, after, 'higher')!;
    expect(low).toBeGreaterThan(1.2);
    expect(high).toBeLessThan(1.3);
    const lower = ratioInterval(before, after, 'lower')!;
    // Quantiles of 1/x are those of x from the other end, up to their interpolation.
    expect(lower[0]).toBeCloseTo(1 / high, 3);
    expect(lower[1]).toBeCloseTo(1 / low, 3);
  });

  it('is the same for the same figures', () => {
    const [before, after] = [runs(100, 1), runs(101, 2)];
    expect(ratioInterval(before, after, 'lower')).toEqual(ratioInterval(before, after, 'lower'));
  });

  it('is as wide as runs differ, however alike the rounds of one run are', () => {
    const shifts = [-0.1, 0, 0.1];
    const [before, after] = [runs(100, 1, shifts, 0.001), runs(105, 2, shifts, 0.001)];
    const [low, high] = ratioInterval(before, after, 'higher')!;
    expect(low).toBeLessThan(0.95);
    expect(high).toBeGreaterThan(1.15);
    const flat = ratioInterval(runs(100, 1, [0], 0.001), runs(105, 2, [0], 0.001), 'higher')!;
    expect(flat[1] - flat[0]).toBeLessThan(0.01);
  });

  it('is null for fewer than four rounds on a side, all runs together', () => {
    const many = [[1, 2, 3, 4, 5]];
    expect(ratioInterval([[1, 2, 3]], many, 'higher')).toBeNull();
    expect(ratioInterval(many, [[1], [2], [3]], 'higher')).toBeNull();
    expect(
      ratioInterval(
        [[1, 2, 3, 4]],
        [
          [1, 2],
          [3, 4],
        ],
        'higher',
      ),
    ).not.toBeNull();
  });

  it('has no NaN in it where targets were not reached', () => {
    expect(ratioInterval([[1, 1, 1, 1]], [[Infinity, Infinity, Infinity, Infinity]], 'lower')).toEqual([
      0, 0,
    ]);
    expect(ratioInterval([[Infinity, Infinity, Infinity, Infinity]], [[1, 1, 1, 1]], 'lower')).toEqual([
      Infinity,
      Infinity,
    ]);
    const mixed = ratioInterval([[1, 2, Infinity, Infinity]], [[1, 2, 3, Infinity]], 'lower')!;
    expect(mixed.some(Number.isNaN)).toBe(false);
  });
});

describe('medianOf', () => {
  it('is that of all rounds of all runs', () =>
    expect(
      medianOf([
        [1, 9],
        [2, 3, 100],
      ]),
    ).toBe(3));
});
