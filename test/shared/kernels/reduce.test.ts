import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bits, filled, guarded, ODD_SIZES, poisonedKernels, testUniform } from './support/fixture.js';

describe('columnSums', () => {
  it('has the bits of a sum down each column, and writes no further', () => {
    for (const rows of ODD_SIZES) {
      for (const columns of ODD_SIZES) {
        const kernels = poisonedKernels();
        const x = filled(kernels, rows * columns, testUniform(rows));
        const out = guarded(kernels, columns);
        kernels.run.columnSums(x.pointer, out.pointer, rows, columns);
        const reference = Float32Array.from({ length: columns }, (_, j) => {
          let sum = 0;
          for (let i = 0; i < rows; i++) sum = Math.fround(sum + x.view[i * columns + j]!);
          return sum;
        });
        expect(bits(out.view)).toEqual(bits(reference));
        expect(out.intact() && x.intact()).toBe(true);
      }
    }
  });
});

describe('sumOfSquares', () => {
  it('equals the sum for every length', () => {
    for (const length of [...ODD_SIZES, 0, 15, 17_154]) {
      const kernels = poisonedKernels();
      const x = filled(kernels, length, testUniform(length));
      const reference = x.view.reduce((sum, value) => sum + value * value, 0);
      // Squares of float32 are exact in float64; only the order of at most 17,154 additions differs.
      expect(Math.abs(kernels.run.sumOfSquares(x.pointer, length) - reference)).toBeLessThanOrEqual(
        1e-12 * reference,
      );
    }
  });

  it('is finite exactly when every element is', () => {
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const x = filled(kernels, length, () => 3e38);
      expect(kernels.run.sumOfSquares(x.pointer, length)).toBeGreaterThan(8e76);
      for (const bad of [NaN, Infinity, -Infinity]) {
        for (let i = 0; i < length; i++) {
          x.view.fill(1)[i] = bad;
          expect(Number.isFinite(kernels.run.sumOfSquares(x.pointer, length))).toBe(false);
        }
      }
    }
  });
});

describe('argmaxRows', () => {
  const argmax = (row: readonly number[], rows = 1) => {
    const kernels = poisonedKernels();
    const x = filled(kernels, row.length, () => 0);
    x.view.set(row);
    const out = kernels.arena.int32(rows + 1);
    out.view.fill(-7);
    kernels.run.argmaxRows(x.pointer, out.pointer, rows, row.length / rows);
    expect(out.view[rows]).toBe(-7);
    return [...out.view.subarray(0, rows)];
  };

  it('takes the first of equal values', () => {
    expect(argmax([1, 3, 3, 2])).toEqual([1]);
    expect(argmax([0, -0])).toEqual([0]);
    expect(argmax([5, 5, 1, 2, 2, 2, -1, -1, -0.5], 3)).toEqual([0, 0, 2]);
  });

  it('never chooses NaN over a number, and gives 0 where nothing is above -Infinity', () => {
    expect(argmax([NaN, 1, 2])).toEqual([2]);
    expect(argmax([1, NaN, 0])).toEqual([0]);
    expect(argmax([NaN, NaN])).toEqual([0]);
    expect(argmax([-Infinity, -Infinity])).toEqual([0]);
  });

  it('equals the definition on any rows', () => {
    const value = fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1), fc.float());
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (row) => {
        let best = 0;
        row.forEach((candidate, j) => {
          const champion = row[best]!;
          if (candidate > champion || (Number.isNaN(champion) && candidate > -Infinity)) best = j;
        });
        expect(argmax(row)).toEqual([best]);
      }),
      { seed: 3 },
    );
  });
});
