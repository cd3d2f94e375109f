import { describe, expect, it } from 'vitest';
import { ASCII, BLOCKS } from '../../../src/cli/terminal/glyphs.js';
import { Sparkline } from '../../../src/cli/terminal/sparkline.js';

function curveOf(values: readonly number[], maxColumns = 8): Sparkline {
  const curve = new Sparkline(maxColumns);
  for (const value of values) curve.add(value);
  return curve;
}

describe('Sparkline', () => {
  it.each([
    { values: [], wanted: '' },
    { values: [5], wanted: '▁' },
    { values: [5, 5, 5], wanted: '▁▁▁' },
    { values: [0, 1, 2, 3, 4, 5, 6, 7], wanted: '▁▂▃▄▅▆▇█' },
    { values: [-100, 100, -100], wanted: '▁█▁' },
    { values: [-1500, -1400, -200], wanted: '▁▂█' },
  ])('draws $values from the least to the greatest', ({ values, wanted }) => {
    expect(curveOf(values).draw(BLOCKS)).toBe(wanted);
  });

  it('draws the same in ASCII', () => {
    expect(curveOf([0, 1, 2, 3, 4, 5, 6, 7]).draw(ASCII)).toBe('_.-:=+*#');
  });

  it.each([1, 7, 8, 9, 15, 16, 17, 100, 1000, 12_345])(
    'never gets longer, and means by each column as many of %i values',
    (count) => {
      const values = Array.from({ length: count }, (_, i) => i);
      const curve = curveOf(values);
      const length = curve.draw(BLOCKS).length;
      expect(length).toBeLessThanOrEqual(8);
      expect(length).toBeGreaterThanOrEqual(Math.min(count, 5));
      // The share of a column is the smallest power of two that lets all values in.
      const share = 2 ** Math.max(0, Math.ceil(Math.log2(count / 8)));
      const last = values.slice(share * (length - 1));
      const mean = (part: readonly number[]) => part.reduce((a, b) => a + b) / part.length;
      expect(curve.range).toEqual([mean(values.slice(0, share)), mean(last)]);
    },
  );

  it('has no range before the first value', () => {
    expect(curveOf([]).range).toBeUndefined();
  });
});
