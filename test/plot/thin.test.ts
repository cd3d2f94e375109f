import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binned, binSize, everyNth } from '../../src/plot/thin.js';

describe('binned', () => {
  it('keeps every value where there is room', () => {
    const bins = binned(Float64Array.of(1, 2, 3), Float64Array.of(5, NaN, -7), 3);
    expect(bins).toEqual([
      { x: 1, low: 5, high: 5, mean: 5 },
      { x: 3, low: -7, high: -7, mean: -7 },
    ]);
  });

  it('loses no extreme and no sum, and has no more bins than it may', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (y, maxBins) => {
        const x = Float64Array.from(y.keys());
        const bins = binned(x, Float64Array.from(y), maxBins);
        expect(bins.length).toBeLessThanOrEqual(maxBins);
        expect(Math.min(...bins.map(({ low }) => low))).toBe(Math.min(...y));
        expect(Math.max(...bins.map(({ high }) => high))).toBe(Math.max(...y));
        expect(bins.at(-1)!.x).toBe(y.length - 1);
        const size = binSize(y.length, maxBins);
        const first = y.slice(0, size);
        expect(bins[0]!.mean).toBeCloseTo(first.reduce((a, b) => a + b, 0) / first.length, 9);
      }),
    );
  });

  it('counts for nothing what is not finite, and has nothing of nothing', () => {
    const y = Float64Array.of(Infinity, 4, NaN, NaN, -Infinity, 6);
    expect(binned(Float64Array.from(y.keys()), y, 3)).toEqual([
      { x: 1, low: 4, high: 4, mean: 4 },
      { x: 5, low: 6, high: 6, mean: 6 },
    ]);
    expect(binned(new Float64Array(), new Float64Array(), 10)).toEqual([]);
  });
});

describe('everyNth', () => {
  it('has the last among what it keeps', () => {
    expect(everyNth(5, 2)).toEqual([0, 2, 4]);
    expect(everyNth(4, 3)).toEqual([0, 3]);
    expect(everyNth(6, 4)).toEqual([1, 5]);
    expect(everyNth(2, 1)).toEqual([0, 1]);
    expect(everyNth(0, 1)).toEqual([]);
  });
});
