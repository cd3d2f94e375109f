import { describe, expect, it } from 'vitest';
import { compareReports, compareRounds, type Side } from '../../bench/comparison.js';
import type { Machine } from '../../bench/machine.js';
import type { Measurement } from '../../bench/measure.js';
import { warningsOf } from '../../bench/warnings.js';
import { around, exampleReport } from './support/example-report.js';

/** One run with these figures in one suite. */
function side(path: string, ...runs: (readonly Measurement[])[]): Side {
  return { path, reports: runs.map((figures) => exampleReport({ suite: figures })) };
}

describe('compareReports', () => {
  it('gives medians, a ratio that is better above 1, and a change only where the interval excludes 1', () => {
    const before = side('a', [
      around('up', 'steps/s', 100),
      around('time', 'us', 10),
      around('same', 'us', 5),
    ]);
    const after = side('b', [
      around('up', 'steps/s', 130),
      around('time', 'us', 20),
      around('same', 'us', 5.05),
    ]);
    const { figures } = compareReports(before, after, null);
    expect(
      figures.map(({ name, unit, before, after, ratio, change }) => [
        name,
        unit,
        before,
        after,
        ratio,
        change,
      ]),
    ).toEqual([
      ['up', 'steps/s', 100, 130, 1.3, 'better'],
      ['time', 'us', 10, 20, 0.5, 'worse'],
      ['same', 'us', 5, 5.05, 5 / 5.05, 'none'],
    ]);
    for (const { interval, ratio } of figures) {
      expect(interval![0]).toBeLessThanOrEqual(ratio);
      expect(interval![1]).toBeGreaterThanOrEqual(ratio);
    }
    expect(figures.every(({ isRegression }) => !isRegression)).toBe(true);
  });

  it('finds no change in a file compared with itself', () => {
    const same = side('a', [around('x', 'us', 9, [0, 0, 0, 0]), around('solved', 'env steps', Infinity)]);
    const { figures } = compareReports(same, same, 0);
    expect(
      figures.map(({ ratio, interval, change, isRegression }) => [ratio, interval, change, isRegression]),
    ).toEqual([
      [1, [1, 1], 'none', false],
      [1, [1, 1], 'none', false],
    ]);
  });

  it('puts the runs of a side together', () => {
    const before = side('a', [around('x', 'us', 9)], [around('x', 'us', 10)], [around('x', 'us', 11)]);
    const after = side('b', [around('x', 'us', 10)], [around('x', 'us', 10)]);
    const { figures, warnings } = compareReports(before, after, null);
    expect(figures).toHaveLength(1);
    expect(figures[0]).toMatchObject({ before: 10, after: 10, ratio: 1, change: 'none' });
    expect(figures[0]!.interval![0]).toBeLessThan(0.92);
    expect(warnings).toEqual([]);
  });

  it('lists what is in one of them alone, by suite, name and unit', () => {
    const before = side('a', [around('solved', 's from start', 1), around('gone', 'us', 1)]);
    const after = side('b', [around('solved', 'env steps', 1), around('new', 'us', 1)]);
    expect(compareReports(before, after, null)).toMatchObject({
      figures: [],
      onlyBefore: ['suite: solved (s from start)', 'suite: gone (us)'],
      onlyAfter: ['suite: solved (env steps)', 'suite: new (us)'],
    });
  });

  it('says nothing of a change with too few rounds', () => {
    const before = side('a', [around('x', 'us', 1, [0, 0.1, -0.1])]);
    const after = side('b', [around('x', 'us', 9)]);
    expect(compareReports(before, after, 1).figures[0]).toMatchObject({
      interval: null,
      change: null,
      isRegression: false,
    });
  });
});

describe('compareRounds', () => {
  it.each([
    { after: 89, limit: 10, isRegression: true },
    { after: 91, limit: 10, isRegression: false },
    // 90 of 100 is 0.9: the limit itself is allowed.
    { after: 90, limit: 10, isRegression: false },
    { after: 99.9, limit: 0, isRegression: true },
    { after: 110, limit: 0, isRegression: false },
  ])('calls 100 to $after a regression beyond $limit %: $isRegression', ({ after, limit, isRegression }) => {
    const exactly = (value: number) => [Array.from({ length: 5 }, () => value)];
    expect(compareRounds(exactly(100), exactly(after), 'higher', limit).isRegression).toBe(isRegression);
  });

  it('calls no loss a regression whose interval reaches over the limit', () => {
    const before = [[100, 101, 99, 100, 102]];
    const after = [[80, 95, 70, 91, 60]];
    const { ratio, interval, isRegression, change } = compareRounds(before, after, 'higher', 10);
    expect(ratio).toBe(0.8);
    expect(interval![1]).toBeGreaterThan(0.9);
    expect(change).toBe('worse');
    expect(isRegression).toBe(false);
  });

  it('takes a target that is no longer reached for a regression', () => {
    const never = [Array.from({ length: 5 }, () => Infinity)];
    expect(compareRounds([[1, 2, 3, 2, 1]], never, 'lower', 50)).toMatchObject({
      ratio: 0,
      change: 'worse',
      isRegression: true,
    });
  });
});

describe('warningsOf', () => {
  const on = (machine: Partial<Machine>, quick = false) => ({ ...exampleReport({}, machine), quick });
  const twice = <T>(report: T): T[] => [report, report];

  it('is silent about several runs each on the same idle machine', () => {
    const reports = twice(on({}));
    expect(warningsOf(reports, reports)).toEqual([]);
  });

  it('names every difference that moves figures, and machines that were busy', () => {
    const before = twice(on({}));
    const changes = {
      cpu: 'Another',
      cores: 8,
      platform: 'linux arm64',
      governor: 'powersave',
      node: 'v22.1.0',
      loadAverage: 6,
    };
    expect(warningsOf(before, twice(on(changes, true)))).toEqual([
      'CPU differs: A CPU before, Another after',
      'cores differs: 16 before, 8 after',
      'platform differs: linux x64 before, linux arm64 after',
      'governor differs: unknown before, powersave after',
      'Node differs: v20.20.0 before, v22.1.0 after',
      'pace differs: full before, --quick after',
      'the machine was busy after: load average 6.00 on 8 cores',
    ]);
  });

  it('names what differs within a side', () => {
    const mixed = [on({ node: 'v20.20.0' }), on({ node: 'v22.1.0' })];
    expect(warningsOf(mixed, mixed)).toEqual([
      'Node differs: v20.20.0 | v22.1.0 before, v20.20.0 | v22.1.0 after',
    ]);
  });

  it('says of a single run what its interval does not know', () => {
    expect(warningsOf([on({})], twice(on({})))).toEqual([expect.stringMatching(/^one run on a side: /)]);
  });
});
