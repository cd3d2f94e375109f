import { describe, expect, it } from 'vitest';
import { steppedBy } from '../../../../src/dashboard/page/charts/keys.js';

describe('steppedBy', () => {
  it.each([
    ['ArrowRight', 5, 6],
    ['ArrowLeft', 5, 4],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 99, 99],
    ['PageUp', 5, 15],
    ['PageDown', 5, 0],
    ['PageUp', 95, 99],
    ['Home', 5, 0],
    ['End', null, 99],
    ['ArrowLeft', null, 99],
    ['ArrowRight', null, 99],
    ['Escape', 5, null],
    ['Escape', null, undefined],
    ['Tab', 5, undefined],
    ['a', 5, undefined],
  ] as const)('goes with %s from %s to %s of a hundred', (key, from, to) => {
    expect(steppedBy(key, from, 100)).toBe(to);
  });

  it('goes nowhere where there is nothing', () => {
    for (const key of ['ArrowLeft', 'ArrowRight', 'PageUp', 'Home', 'End']) {
      expect(steppedBy(key, null, 0)).toBeUndefined();
    }
  });
});
