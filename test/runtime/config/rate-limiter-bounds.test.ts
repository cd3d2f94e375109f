import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../src/learner/replay/rate-limiter.js';
import { autoErrorBuffer, smallestErrorBuffer } from '../../../src/runtime/config/rate-limiter-bounds.js';

interface Setting {
  readonly samplesPerInsert: number;
  readonly insertSize: number;
  readonly batchSize: number;
  readonly minSize: number;
}

/** Whether inserting and sampling, chosen by `choices` wherever both may go on, come to wait for each other. */
function deadlocks(setting: Setting, errorBuffer: number, choices: readonly boolean[]): boolean {
  const { insertSize, batchSize } = setting;
  const limiter = new RateLimiter({ ...setting, errorBuffer });
  for (const prefersInsert of choices) {
    const canInsert = limiter.canInsert(insertSize);
    const canSample = limiter.canSample(batchSize);
    if (!canInsert && !canSample) return true;
    if (canInsert && (prefersInsert || !canSample)) limiter.recordInsert(insertSize);
    else limiter.recordSample(batchSize);
  }
  return false;
}

const settings = fc.record({
  samplesPerInsert: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.double({ min: 0.01, max: 8, noNaN: true })),
  insertSize: fc.integer({ min: 1, max: 300 }),
  batchSize: fc.integer({ min: 1, max: 300 }),
  minSize: fc.integer({ min: 1, max: 500 }),
});
const choices = fc.array(fc.boolean(), { minLength: 500, maxLength: 500 });

describe('smallestErrorBuffer', () => {
  it('leaves the rate limiter no way to deadlock', () => {
    const property = (setting: Setting, steps: boolean[]) =>
      !deadlocks(setting, smallestErrorBuffer(setting), steps);
    fc.assert(fc.property(settings, choices, property), { numRuns: 300 });
  });

  // One sample is the margin the bound allows itself, so two below it are too few.
  it.each([
    ['before the first sample', { samplesPerInsert: 32, insertSize: 256, batchSize: 64, minSize: 1 }],
    ['between samples', { samplesPerInsert: 1, insertSize: 7, batchSize: 64, minSize: 70 }],
  ])('is no larger than it must be %s', (_, setting) => {
    const tooSmall = smallestErrorBuffer(setting) - 2;
    const walks = Array.from({ length: 64 }, (_, seed) =>
      Array.from({ length: 500 }, (_, i) => (seed + i) % 7 < seed % 8),
    );
    expect(walks.some((walk) => deadlocks(setting, tooSmall, walk))).toBe(true);
  });
});

describe('autoErrorBuffer', () => {
  it('is never below the smallest', () => {
    fc.assert(
      fc.property(
        settings,
        (setting) => autoErrorBuffer(setting, setting.minSize) >= smallestErrorBuffer(setting),
      ),
    );
  });

  it('is one insert and one batch, or a tenth of the minimum size', () => {
    const traffic = { samplesPerInsert: 2, insertSize: 10, batchSize: 5 };
    expect(autoErrorBuffer(traffic, 100)).toBe(25);
    expect(autoErrorBuffer(traffic, 1000)).toBe(200);
  });
});
