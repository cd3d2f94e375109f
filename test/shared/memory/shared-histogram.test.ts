import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedHistogram } from '../../../src/shared/memory/shared-histogram.js';

const anyBounds = fc
  .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 6 })
  .map((bounds) => bounds.sort((a, b) => a - b));

describe('SharedHistogram', () => {
  it('counts as the definition of a cumulative histogram says, across restarts of its owner', () => {
    fc.assert(
      fc.property(
        anyBounds,
        fc.array(fc.integer({ min: -60, max: 60 })),
        fc.nat(),
        (bounds, values, restartAt) => {
          const buffer = SharedHistogram.allocate(bounds);
          let owner = new SharedHistogram(buffer, bounds);
          for (const [i, value] of values.entries()) {
            if (i === restartAt) owner = new SharedHistogram(buffer, bounds);
            owner.observe(value);
          }
          expect(new SharedHistogram(buffer, bounds).snapshot()).toEqual({
            buckets: [...bounds, Infinity].map((upperBound) => ({
              upperBound,
              cumulativeCount: values.filter((value) => value <= upperBound).length,
            })),
            sum: values.reduce((sum, value) => sum + value, 0),
            count: values.length,
          });
        },
      ),
    );
  });

  it.each([NaN, Infinity, -Infinity])('refuses %d, which its sum would never get rid of', (value) => {
    const histogram = new SharedHistogram(SharedHistogram.allocate([1]), [1]);
    expect(() => histogram.observe(value)).toThrow(
      expect.objectContaining({
        code: 'ERR_NON_FINITE',
        message: `observation: expected a finite number, got ${value}`,
      }),
    );
    expect(histogram.snapshot()).toMatchObject({ sum: 0, count: 0 });
  });

  it.each([[[1, 1]], [[2, 1]], [[1, Infinity]], [[NaN]]])('rejects the bounds %j', (bounds) => {
    expect(() => SharedHistogram.allocate(bounds)).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: `histogram bounds: expected finite, ascending numbers, got ${bounds.join(', ')}`,
      }),
    );
  });

  it('rejects memory for another number of buckets', () => {
    const bounds = Array.from({ length: 20 }, (_, i) => i);
    expect(() => new SharedHistogram(SharedHistogram.allocate([1]), bounds)).toThrow(
      'histogram: expected 256 bytes, got 128',
    );
  });
});
