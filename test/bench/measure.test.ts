import { describe, expect, it } from 'vitest';
import { measure, measureAlternating, summarizeRounds } from '../../bench/measure.js';
import type { Pace } from '../../bench/pace.js';

/** Over in milliseconds: what it measures is of no interest here. */
const PACE: Pace = { rounds: 4, roundNanoseconds: 1e3, warmUpNanoseconds: 1e4 };

describe('summarizeRounds', () => {
  it('has the median, the ends, and every figure in the order it was measured', () => {
    const figures = [3, 1, 2, 10];
    expect(summarizeRounds('name', 'us', figures, { batch: 8, kind: 'greedy' })).toEqual({
      name: 'name',
      unit: 'us',
      value: 2.5,
      min: 1,
      max: 10,
      rounds: 4,
      figures: [3, 1, 2, 10],
      better: 'lower',
      parameters: { batch: 8, kind: 'greedy' },
    });
    expect(summarizeRounds('name', 'steps/s', figures)).not.toHaveProperty('parameters');
  });

  it.each([
    { figures: [3, Infinity, 2], value: 3, max: Infinity },
    { figures: [Infinity, Infinity, 2], value: Infinity, max: Infinity },
    { figures: [1, 1, Infinity, Infinity], value: Infinity, max: Infinity },
  ])('takes $figures for targets some of which were not reached', ({ figures, value, max }) => {
    expect(summarizeRounds('solved', 's from start', figures)).toMatchObject({ value, max });
  });

  it.each([[[]], [[1, NaN]]])('refuses %j', (figures) => {
    expect(() => summarizeRounds('name', 'us', figures)).toThrow(
      new RangeError(`name: expected a number of each round, got [${figures.join(', ')}]`),
    );
  });
});

describe('measure', () => {
  it('turns the nanoseconds of each round into a figure, after a warm-up that has none', () => {
    let calls = 0;
    const nanoseconds: number[] = [];
    const run = (): void => {
      calls++;
    };
    const figure = (each: number): number => nanoseconds.push(each);
    const { figures, rounds, parameters } = measure('calls', 'us', run, figure, { batch: 1 }, PACE);
    expect(figures).toEqual([1, 2, 3, 4]);
    expect(rounds).toBe(4);
    expect(parameters).toEqual({ batch: 1 });
    expect(nanoseconds.every((each) => each > 0 && Number.isFinite(each))).toBe(true);
    expect(calls).toBeGreaterThan(4);
  });
});

describe('measureAlternating', () => {
  it('turns the order about from round to round, and gives the figures in the order of the cases', () => {
    const order: string[] = [];
    const one = (name: string) => ({
      name,
      unit: 'ns',
      run: () => undefined,
      figure: () => order.push(name),
      parameters: { name },
    });
    const measured = measureAlternating([one('a'), one('b'), one('c')], PACE);
    expect(order.join('')).toBe('abc' + 'cba' + 'abc' + 'cba');
    expect(measured.map(({ name, figures, parameters }) => [name, figures, parameters])).toEqual([
      ['a', [1, 6, 7, 12], { name: 'a' }],
      ['b', [2, 5, 8, 11], { name: 'b' }],
      ['c', [3, 4, 9, 10], { name: 'c' }],
    ]);
  });

  it('times nothing of one case in a round of another', () => {
    let running = '';
    const seen = new Set<string>();
    const one = (name: string) => ({
      name,
      unit: 'ns',
      run: () => void (running = name),
      figure: () => seen.add(`${name} after ${running}`).size,
    });
    measureAlternating([one('a'), one('b')], PACE);
    expect([...seen].sort()).toEqual(['a after a', 'b after b']);
  });
});
