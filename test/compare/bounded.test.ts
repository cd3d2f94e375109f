import { describe, expect, it } from 'vitest';
import { boundedSpread, type Bounded } from '../../src/compare/bounded.js';

const met = (value: number): Bounded => ({ value, isBound: false });
const missed = (value: number): Bounded => ({ value, isBound: true });

describe('boundedSpread', () => {
  it('is median, least and greatest', () => {
    expect(boundedSpread([met(9), met(10), met(2)])).toEqual({ median: met(9), min: met(2), max: met(10) });
    expect(boundedSpread([met(1), met(3)])!.median).toEqual(met(2));
  });

  it('ranks a run that missed behind all that did not, however early it ended', () => {
    expect(boundedSpread([missed(1), met(5), met(7)])).toEqual({
      median: met(7),
      min: met(5),
      max: missed(1),
    });
  });

  it('says that a median is a bound if it rests on a run that missed', () => {
    expect(boundedSpread([met(4), missed(8)])!.median).toEqual(missed(6));
    expect(boundedSpread([met(4), missed(8), missed(8)])!.median).toEqual(missed(8));
    expect(boundedSpread([met(4), met(5), met(6), missed(8)])!.median).toEqual(met(5.5));
  });

  it('is null for no runs', () => expect(boundedSpread([])).toBeNull());
});
