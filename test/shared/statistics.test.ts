import { describe, expect, it } from 'vitest';
import {
  bootstrapInterval,
  interquartileMean,
  median,
  quantile,
  standardDeviation,
} from '../../src/shared/statistics.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Draws from a normal distribution. */
function normals(count: number, seed: number): number[] {
  const stream = new RandomStream([seed, 2, 3, 4]);
  return Array.from({ length: count }, () => stream.nextNormal());
}

describe('interquartileMean', () => {
  it.each([
    { values: [7], dropped: 0, expected: 7 },
    { values: [1, 2, 9], dropped: 0, expected: 4 },
    { values: [100, 2, 4, -50], dropped: 1, expected: 3 },
    { values: [5, 1, 1000, 3, 4, 2, -1000], dropped: 1, expected: 3 },
    { values: [8, 1, 2, 3, 4, 5, 6, 7], dropped: 2, expected: 4.5 },
    { values: [0, 0, 10, 20, 30, 40, 50, 60, 999, 999], dropped: 2, expected: 35 },
  ])('drops $dropped at each end of $values.length values', ({ values, expected }) => {
    expect(interquartileMean(values)).toBe(expected);
  });

  it('leaves its input as it is', () => {
    const values = [3, 1, 2];
    interquartileMean(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('is NaN for no values', () => expect(interquartileMean([])).toBeNaN());
});

describe('median', () => {
  it.each([
    { values: [3, 1, 2], expected: 2 },
    { values: [4, 1, 3, 2], expected: 2.5 },
    { values: [10, 9, 100], expected: 10 },
  ])('of $values is $expected', ({ values, expected }) => expect(median(values)).toBe(expected));
});

describe('quantile', () => {
  // numpy.quantile([1, 2, 4, 8], [0, 0.1, 0.5, 0.9, 1])
  it.each([
    [0, 1],
    [0.1, 1.3],
    [0.5, 3],
    [0.9, 6.8],
    [1, 8],
  ])('%d is what NumPy gives', (share, expected) => {
    // Rounding of one multiplication and one addition.
    expect(quantile([1, 2, 4, 8], share)).toBeCloseTo(expected, 12);
  });
});

describe('standardDeviation', () => {
  it('is the one of a sample, with n - 1', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(Math.sqrt(32 / 7));
    expect(standardDeviation([3, 3, 3])).toBe(0);
    expect(standardDeviation([3])).toBeNaN();
  });
});

describe('bootstrapInterval', () => {
  it('is the same for the same values, every time', () => {
    const values = normals(10, 1);
    expect(bootstrapInterval([values], interquartileMean)).toEqual(
      bootstrapInterval([[...values]], interquartileMean),
    );
  });

  it('is none where there is nothing to resample', () => {
    expect(bootstrapInterval([], mean)).toBeNull();
    expect(bootstrapInterval([[1]], mean)).toBeNull();
    expect(bootstrapInterval([[1], [2]], mean)).toBeNull();
  });

  it('is a point for equal values, and moves and stretches with them', () => {
    expect(bootstrapInterval([[5, 5, 5]], mean)).toEqual([5, 5]);
    const values = [1, 2, 4, 8, 16];
    const [low, high] = bootstrapInterval([values], mean)!;
    const moved = bootstrapInterval([values.map((value) => 2 * value + 10)], mean)!;
    // Sums of small integers are exact; the quantiles round once or twice.
    expect(moved[0]).toBeCloseTo(2 * low + 10, 9);
    expect(moved[1]).toBeCloseTo(2 * high + 10, 9);
  });

  it('of a mean spans what the normal approximation says', () => {
    const values = normals(400, 5);
    const [low, high] = bootstrapInterval([values], mean)!;
    const halfWidth = (1.96 * standardDeviation(values)) / Math.sqrt(values.length);
    // A quantile of 2,000 resamples near 2.5 % has a standard error of about 6 % of the half-width; allowed are 3.
    expect(Math.abs(mean(values) - halfWidth - low)).toBeLessThan(0.18 * halfWidth);
    expect(Math.abs(mean(values) + halfWidth - high)).toBeLessThan(0.18 * halfWidth);
  });

  it('covers the truth about as often as it says', () => {
    const numTrials = 200;
    let covered = 0;
    for (let trial = 0; trial < numTrials; trial++) {
      const [low, high] = bootstrapInterval([normals(30, trial + 1)], mean)!;
      if (low <= 0 && 0 <= high) covered += 1;
    }
    // A percentile interval of 30 values covers some 94 %, with a standard deviation of 1.7 % over 200 trials.
    expect(covered / numTrials).toBeGreaterThan(0.88);
    expect(covered / numTrials).toBeLessThan(0.99);
  });

  it('resamples each stratum to its own size', () => {
    const seen = new Set<string>();
    bootstrapInterval([[1, 2, 3], [10], [100, 200]], (values) => {
      seen.add(
        `${values.filter((v) => v < 10).length} ${values.filter((v) => v >= 100).length} ${values[3]!}`,
      );
      return 0;
    });
    expect([...seen]).toEqual(['3 2 10']);
  });
});
