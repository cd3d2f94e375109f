import { describe, expect, it } from 'vitest';
import { bits, filled, guarded, maxUlp, ODD_SIZES, poisonedKernels, testUniform } from './support/fixture.js';

/** Log-softmax in float64, by definition. */
function logSoftmax(row: Float32Array): number[] {
  const largest = Math.max(...row);
  const logSum = largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  return Array.from(row, (value) => value - logSum);
}

function rowsOf(view: Float32Array, columns: number): Float32Array[] {
  return Array.from({ length: view.length / columns }, (_, i) =>
    view.subarray(i * columns, (i + 1) * columns),
  );
}

const ROWS = 5;

describe.each(ODD_SIZES)('softmax of %d columns', (columns) => {
  const setUp = () => {
    const kernels = poisonedKernels();
    const draw = testUniform(columns);
    const x = filled(kernels, ROWS * columns, () => 20 * draw());
    return { run: kernels.run, kernels, x, y: guarded(kernels, ROWS * columns), out: guarded(kernels, ROWS) };
  };

  it('softmaxRows equals the definition and sums to 1', () => {
    const { run, x, y } = setUp();
    run.softmaxRows(x.pointer, y.pointer, ROWS, columns);
    // The difference x - max, below 64, is rounded to float32, to within 2^-19, and its exponential changes in proportion; the
    // exponential, the sum and the quotient add a few units of 2^-24.
    const tolerance = 2 ** -19 + 2 ** -21;
    rowsOf(x.view, columns).forEach((row, i) => {
      const probabilities = y.view.subarray(i * columns, (i + 1) * columns);
      logSoftmax(row).forEach((value, j) => {
        const wanted = Math.exp(value);
        expect(Math.abs(probabilities[j]! - wanted)).toBeLessThan(tolerance * wanted);
      });
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    });
    expect(y.intact() && x.intact()).toBe(true);
  });

  it('logSoftmaxRows and logSumExpRows equal the definition', () => {
    const { run, x, y, out } = setUp();
    run.logSoftmaxRows(x.pointer, y.pointer, ROWS, columns);
    run.logSumExpRows(x.pointer, out.pointer, ROWS, columns);
    rowsOf(x.view, columns).forEach((row, i) => {
      const wanted = logSoftmax(row);
      // Values up to 44 in float32: two roundings of half of 2^-18 each.
      wanted.forEach((value, j) => expect(Math.abs(y.view[i * columns + j]! - value)).toBeLessThan(2 ** -17));
      expect(Math.abs(out.view[i]! - (row[0]! - wanted[0]!))).toBeLessThan(2 ** -19);
    });
    expect(y.intact() && x.intact() && out.intact()).toBe(true);
  });

  it('gives the same bits in place, and for a row alone', () => {
    const { run, kernels, x, y } = setUp();
    for (const name of ['softmaxRows', 'logSoftmaxRows'] as const) {
      run[name](x.pointer, y.pointer, ROWS, columns);
      const last = guarded(kernels, columns);
      run[name](x.pointer + 4 * (ROWS - 1) * columns, last.pointer, 1, columns);
      expect(bits(last.view)).toEqual(bits(y.view.subarray((ROWS - 1) * columns)));
      const copy = filled(kernels, ROWS * columns, () => 0);
      copy.view.set(x.view);
      run[name](copy.pointer, copy.pointer, ROWS, columns);
      expect(bits(copy.view)).toEqual(bits(y.view));
    }
  });
});

describe('the exponential inside softmax', () => {
  it('is within 4 ulp over the whole range, division included', () => {
    const kernels = poisonedKernels(1 << 20);
    const rows = 50_000;
    const draw = testUniform(9);
    const differences = Float32Array.from({ length: rows }, () => 43.5 * (draw() - 1));
    // A row (d, 0) has the softmax e^d / (e^d + 1), whose first term is e^d times a factor near 1 for d << 0.
    const x = filled(kernels, 2 * rows, () => 0);
    differences.forEach((d, i) => (x.view[2 * i] = d));
    const y = guarded(kernels, 2 * rows);
    kernels.run.softmaxRows(x.pointer, y.pointer, rows, 2);
    const first = differences.map((_, i) => y.view[2 * i]!);
    const reference = Float64Array.from(differences, (d) => Math.exp(d) / (Math.exp(d) + 1));
    // 2 for e^d, and as much again for the sum and the quotient.
    expect(maxUlp(first, reference)).toBeLessThan(4);
  });

  it('is 0 for what has no normal float32 result, and 1 for 0', () => {
    const kernels = poisonedKernels();
    const x = filled(kernels, 4, () => 0);
    x.view.set([0, -88, -1e30, -Infinity]);
    kernels.run.softmaxRows(x.pointer, x.pointer, 1, 4);
    expect([...x.view]).toEqual([1, 0, 0, 0]);
  });

  it.each([
    ['NaN', [0, NaN, 1, 2, 3]],
    ['+Infinity', [0, 1, 2, 3, Infinity]],
    ['nothing but -Infinity', [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity]],
  ])('gives NaN for a row with %s', (_, row) => {
    const kernels = poisonedKernels();
    for (const name of ['softmaxRows', 'logSoftmaxRows'] as const) {
      const x = filled(kernels, 5, () => 0);
      x.view.set(row);
      kernels.run[name](x.pointer, x.pointer, 1, 5);
      expect(x.view.every(Number.isNaN)).toBe(true);
    }
    const x = filled(kernels, 5, () => 0);
    x.view.set(row);
    kernels.run.logSumExpRows(x.pointer, x.pointer, 1, 5);
    expect(x.view[0]).toBeNaN();
  });
});
