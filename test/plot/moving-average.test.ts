import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movingAverage, windowOf } from '../../src/plot/moving-average.js';
import type { RunData } from '../../src/plot/sources/run-data.js';

/** From the definition, one slice at a time. */
function reference(values: readonly number[], window: number): number[] {
  return values.map((_, i) => {
    const latest = values.slice(Math.max(0, i + 1 - window), i + 1).filter(Number.isFinite);
    return latest.length === 0 ? NaN : latest.reduce((a, b) => a + b, 0) / latest.length;
  });
}

describe('movingAverage', () => {
  it('is the mean of the latest values, whatever is not finite among them', () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
      fc.constantFrom(NaN, Infinity, -Infinity),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), fc.integer({ min: 1, max: 60 }), (values, window) => {
        const means = movingAverage(Float64Array.from(values), window);
        // Sums of integers are exact.
        expect([...means]).toEqual(reference(values, window));
      }),
    );
  });
});

describe('windowOf', () => {
  const run = (criterionEpisodes: number | null) => ({ criterionEpisodes }) as RunData;

  it('is what was asked for, otherwise what the run is judged by, otherwise 50', () => {
    expect(windowOf(run(100), 7)).toBe(7);
    expect(windowOf(run(100), null)).toBe(100);
    expect(windowOf(run(null), null)).toBe(50);
  });
});
