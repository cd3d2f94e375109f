import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunningMoments } from '../../../src/learner/unrolls/running-moments.js';
import { mean, variance } from '../support/policy-reference.js';

function momentsOf(size: number, ...parts: readonly ArrayLike<number>[]): RunningMoments {
  const moments = new RunningMoments(size);
  for (const part of parts) moments.add(part);
  return moments;
}

const anyValue = fc.float({ min: -1000, max: 1000, noNaN: true });

describe('RunningMoments', () => {
  it('has the mean and the variance that two passes in float64 give', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyValue, anyValue), { minLength: 2, maxLength: 60 }), (rows) => {
        const moments = momentsOf(2, rows.flat());
        expect(moments.count).toBe(rows.length);
        for (const d of [0, 1]) {
          const column = rows.map((row) => row[d]!);
          // Sums of 60 float64 numbers up to 1e6, one after another.
          expect(Math.abs(moments.mean[d]! - mean(column))).toBeLessThan(1e-11);
          expect(Math.abs(moments.variance(d) - variance(column))).toBeLessThan(1e-8);
        }
      }),
    );
  });

  it('keeps the digits of a small variance around a large mean', () => {
    const column = Array.from({ length: 1000 }, (_, i) => 1e6 + (i % 2));
    // Squares near 1e12 would leave 1e-4 of it; here it is off by no more than rounding of differences near 1.
    expect(Math.abs(momentsOf(1, column).variance(0) - 0.25)).toBeLessThan(1e-9);
  });

  it('gives the same bits however the rows are parted', () => {
    const rows = Array.from({ length: 30 }, (_, i) => Math.sin(i));
    const whole = momentsOf(2, rows);
    const parted = momentsOf(2, rows.slice(0, 4), [], rows.slice(4, 18), rows.slice(18));
    expect(parted).toEqual(whole);
    expect(parted.toFloat32()).toEqual(whole.toFloat32());
  });

  it('takes the variance for 1 before there are two rows, and has 0 for rows that are equal', () => {
    expect(momentsOf(1).variance(0)).toBe(1);
    expect(momentsOf(1, [7]).variance(0)).toBe(1);
    expect(momentsOf(1, [7, 7, 7]).variance(0)).toBe(0);
  });

  it('is written down as its count, means and variances', () => {
    expect([...momentsOf(2, [1, 10, 3, 30]).toFloat32()]).toEqual([2, 2, 20, 1, 100]);
  });
});
