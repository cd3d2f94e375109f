import { describe, expect, it } from 'vitest';
import { spanOf, widen } from '../../../../src/dashboard/page/charts/extents.js';

describe('spanOf', () => {
  it.each([
    ['ratio', [0.4, 7], [0, 1]],
    ['ratio', null, [0, 1]],
    ['from-zero', [10, 100], [0, 108]],
    ['from-zero', [-100, 100], [-116, 116]],
    ['from-zero', [5, 5], [0, 5.4]],
    ['from-zero', [0, 0], [0, 1]],
    ['data', [0, 0], [0, 1]],
    ['data', [100, 200], [92, 208]],
    ['data', [0, 100], [0, 108]],
    ['data', [-5, -5], [-5.4, -4.6]],
  ] as const)('of an axis %s with data %j is %j', (extent, data, span) => {
    const [least, greatest] = spanOf(extent, data);
    expect(least).toBeCloseTo(span[0], 9);
    expect(greatest).toBeCloseTo(span[1], 9);
  });

  it.each(['from-zero', 'data'] as const)('is something also of no data: %s', (extent) => {
    const [least, greatest] = spanOf(extent, null);
    expect(greatest).toBeGreaterThan(least);
  });
});

describe('widen', () => {
  it('takes in what lies outside', () => {
    expect(widen([1, 2], [])).toEqual([1, 2]);
    expect(widen([1, 2], [1.5, 7])).toEqual([1, 7]);
    expect(widen(null, [3])).toEqual([3, 3]);
    expect(widen(null, [])).toBeNull();
  });
});
