import { describe, expect, it } from 'vitest';
import { logInterval } from '../../src/metrics/log-interval.js';

/** When rows are written in the first `seconds`. */
function moments(seconds: number, maxSeconds: number): number[] {
  const rows: number[] = [];
  for (let at = logInterval(0, maxSeconds); at <= seconds; at += logInterval(at, maxSeconds)) rows.push(at);
  return rows;
}

describe('logInterval', () => {
  it.each([
    { elapsed: 0, max: 1, wanted: 0.05 },
    { elapsed: 0.4, max: 1, wanted: 0.05 },
    { elapsed: 2, max: 1, wanted: 0.2 },
    { elapsed: 10, max: 1, wanted: 1 },
    { elapsed: 3600, max: 1, wanted: 1 },
    { elapsed: 3600, max: 600, wanted: 360 },
    { elapsed: 0, max: 0.01, wanted: 0.01 },
    { elapsed: 100, max: 0.01, wanted: 0.01 },
  ])('is $wanted s after $elapsed s, at most $max s', ({ elapsed, max, wanted }) => {
    expect(logInterval(elapsed, max)).toBeCloseTo(wanted, 12);
  });

  it('gives a short run ten rows, and a long one few more than one a second', () => {
    expect(moments(0.52, 1)).toHaveLength(10);
    const more = moments(3600, 1).length - 3600;
    expect(more).toBeGreaterThan(20);
    expect(more).toBeLessThan(40);
  });
});
