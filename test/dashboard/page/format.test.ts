import { describe, expect, it } from 'vitest';
import {
  formatAny,
  formatClock,
  formatCompact,
  formatCount,
  formatDecimal,
  formatPercent,
  formatSeconds,
  formatTick,
  NO_VALUE,
} from '../../../src/dashboard/page/format.js';

describe('numbers of the page', () => {
  it.each([
    formatAny,
    formatClock,
    formatCompact,
    formatCount,
    formatDecimal,
    formatPercent,
    formatSeconds,
    formatTick,
  ])('are a dash where there are none', (format) => {
    for (const value of [null, undefined, NaN, Infinity, -Infinity]) expect(format(value)).toBe(NO_VALUE);
  });

  it('have three digits when they change all the time', () => {
    expect([0, 7.126, 912.4, 1000, 61_440, 3_412_000, -15_000].map(formatCompact)).toEqual([
      '0',
      '7.13',
      '912',
      '1.00K',
      '61.4K',
      '3.41M',
      '-15.0K',
    ]);
  });

  it('are counted with commas', () => {
    expect([0, 999, 12_288, 1e9].map(formatCount)).toEqual(['0', '999', '12,288', '1,000,000,000']);
  });

  it('are readable at any size', () => {
    expect([0, 0.01234, 41.23, 3.14e-7, -2.5e8, 999_999].map(formatAny)).toEqual([
      '0',
      '0.0123',
      '41.2',
      '3.1e-7',
      '-2.5e+8',
      '1,000,000',
    ]);
  });

  it('are round on an axis', () => {
    expect([0, 0.02, 500, 15_000, 2_500_000, 2e-5].map(formatTick)).toEqual([
      '0',
      '0.02',
      '500',
      '15K',
      '2.5M',
      '2.0e-5',
    ]);
  });

  it('are times in the unit that fits', () => {
    expect([0.794, 9.994, 10, 119.9, 120, 250, 7199, 7500].map(formatSeconds)).toEqual([
      '0.79 s',
      '9.99 s',
      '10 s',
      '119 s',
      '2 min 0 s',
      '4 min 10 s',
      '119 min 59 s',
      '2 h 5 min',
    ]);
    expect([0.5, 45, 60, 250, 3600, 7505].map(formatClock)).toEqual([
      '0.5',
      '45',
      '1:00',
      '4:10',
      '1:00:00',
      '2:05:05',
    ]);
  });

  it('are shares of a hundred', () => {
    expect([0, 0.126, 1].map(formatPercent)).toEqual(['0 %', '13 %', '100 %']);
    expect(formatDecimal(482.94)).toBe('482.9');
  });
});
