import { describe, expect, it } from 'vitest';
import { bits, filled, guarded, ODD_SIZES, poisonedKernels, testUniform } from './support/fixture.js';

const { fround } = Math;

describe('normalizeRows', () => {
  it('has the bits of its definition for every shape, in place or not, and writes no further', () => {
    const limit = fround(0.6);
    for (const rows of ODD_SIZES) {
      for (const columns of ODD_SIZES) {
        const kernels = poisonedKernels();
        const draw = testUniform(rows + 131 * columns);
        const x = filled(kernels, rows * columns, draw);
        const mean = filled(kernels, columns, draw);
        const scale = filled(kernels, columns, () => 2 * draw());
        const y = guarded(kernels, rows * columns);
        const reference = x.view.map((value, i) => {
          const j = i % columns;
          const scaled = fround(fround(value - mean.view[j]!) * scale.view[j]!);
          return Math.max(-limit, Math.min(limit, scaled));
        });
        const [m, s] = [mean.pointer, scale.pointer];
        kernels.run.normalizeRows(x.pointer, m, s, limit, y.pointer, rows, columns);
        expect(bits(y.view)).toEqual(bits(reference));
        kernels.run.normalizeRows(x.pointer, m, s, limit, x.pointer, rows, columns);
        expect(bits(x.view)).toEqual(bits(reference));
        expect(y.intact() && x.intact() && mean.intact() && scale.intact()).toBe(true);
      }
    }
  });

  it('clips infinities and keeps NaN, so that a broken observation is noticed', () => {
    const kernels = poisonedKernels();
    const x = filled(kernels, 5, () => 0);
    x.view.set([Infinity, -Infinity, NaN, 11, -11]);
    const mean = filled(kernels, 5, () => 1);
    const scale = filled(kernels, 5, () => 1);
    kernels.run.normalizeRows(x.pointer, mean.pointer, scale.pointer, 10, x.pointer, 1, 5);
    expect([...x.view]).toEqual([10, -10, NaN, 10, -10]);
  });
});

describe('repeatRow', () => {
  it('gives every row the same bits, and writes no further', () => {
    for (const rows of ODD_SIZES) {
      for (const columns of ODD_SIZES) {
        const kernels = poisonedKernels();
        // One more number than the row has, so that copying it shows.
        const row = filled(kernels, columns + 1, testUniform(columns));
        const y = guarded(kernels, rows * columns);
        kernels.run.repeatRow(row.pointer, y.pointer, rows, columns);
        expect(bits(y.view)).toEqual(
          Array.from({ length: rows }, () => bits(row.view.subarray(0, columns))).flat(),
        );
        expect(y.intact() && row.intact()).toBe(true);
      }
    }
  });
});

describe('addInto', () => {
  it('adds element by element, and writes no further', () => {
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const draw = testUniform(length);
      // More numbers than are to be added: adding one of those shows.
      const x = filled(kernels, length + 4, draw);
      const y = filled(kernels, length + 4, draw);
      const reference = y.view.map((value, i) => (i < length ? value + x.view[i]! : value));
      const untouched = bits(x.view);
      kernels.run.addInto(x.pointer, y.pointer, length);
      expect(bits(y.view)).toEqual(bits(reference));
      expect(bits(x.view)).toEqual(untouched);
      expect(x.intact() && y.intact()).toBe(true);
    }
  });
});

describe('scaleInto', () => {
  it('multiplies every number, in place or not, and writes no further', () => {
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const factor = 1 / 255;
      const x = filled(kernels, length, testUniform(length));
      const y = guarded(kernels, length);
      // The factor is a float32 too.
      const reference = x.view.map((value) => value * fround(factor));
      kernels.run.scaleInto(x.pointer, factor, y.pointer, length);
      expect(bits(y.view)).toEqual(bits(reference));
      kernels.run.scaleInto(x.pointer, factor, x.pointer, length);
      expect(bits(x.view)).toEqual(bits(reference));
      expect(x.intact() && y.intact()).toBe(true);
    }
  });
});
