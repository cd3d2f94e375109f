import { describe, expect, it } from 'vitest';
import { equalBudgets, figuresOf } from '../../src/compare/figures.js';
import { entry, failed, record, unsolved } from './support/records.js';

const evaluation = (meanReturn: number, minReturn: number) => ({
  ...{ episodes: 5, seed: 7, actions: 'greedy' as const, stdReturn: 1 },
  meanReturn,
  minReturn,
});

describe('figuresOf', () => {
  it('counts a run that failed as not solved, and one that was interrupted not at all', () => {
    const runs = [record(), unsolved(4000), failed('boom'), record({ outcome: 'interrupted' })];
    expect(figuresOf(entry(), runs, [])).toMatchObject({ runs: 3, solved: 1, failed: 1, interrupted: 1 });
  });

  it('gives what meeting the target took, with the whole run for a bound where it was missed', () => {
    const runs = [
      record(),
      record({ summary: { solvedAtEnvSteps: 3000, solvedSeconds: 2 } }),
      unsolved(4000),
    ];
    expect(figuresOf(entry(), runs, [])).toMatchObject({
      envStepsToTarget: {
        median: { value: 3000, isBound: false },
        min: { value: 1000, isBound: false },
        max: { value: 4000, isBound: true },
      },
      secondsToTarget: { median: { value: 2, isBound: false }, max: { value: 1.5, isBound: true } },
    });
  });

  it('sums up the final returns of the runs that finished', () => {
    const runs = [60, 80, 100, 0].map((mean) =>
      record({ summary: { evaluation: evaluation(mean, mean - 5) } }),
    );
    const { finalReturn } = figuresOf(entry(), [...runs, failed('boom')], []);
    expect(finalReturn).toMatchObject({ iqm: 70, least: -5 });
    expect(finalReturn!.standardDeviation).toBe(Math.sqrt((0 + 400 + 1600 + 3600) / 3));
    expect(finalReturn!.interval![0]).toBeGreaterThanOrEqual(0);
    expect(finalReturn!.interval![1]).toBeLessThanOrEqual(100);
  });

  it('holds runs against each other at equal env steps', () => {
    const { returnAtEnvSteps } = figuresOf(entry(), [record(), unsolved(4000, 20)], [100, 500, 2000, 4000]);
    // Of both runs: 10 and 10; 90, held since 1000, and 10; 90 and 20.
    expect(returnAtEnvSteps.map((at) => at?.iqm ?? null)).toEqual([null, 10, 50, 55]);
  });

  it('has medians of rates and memory', () => {
    const runs = [100, 300, 900].map((rate) => record({ summary: { envStepsPerSecond: rate } }));
    expect(figuresOf(entry(), runs, [])).toMatchObject({
      ...{ envStepsPerSecond: 300, updatesPerSecond: 100, maxRssBytes: 100e6 },
    });
  });

  it('says null for what is not there', () => {
    expect(figuresOf(entry('a', { target: null }), [record({ outcome: 'trained' })], [])).toMatchObject({
      ...{ solved: null, envStepsToTarget: null, secondsToTarget: null, runs: 1 },
      finalReturn: { iqm: 90, interval: null, standardDeviation: null },
    });
    expect(figuresOf(entry(), [failed('boom')], [10])).toMatchObject({
      ...{ solved: 0, envStepsToTarget: null, finalReturn: null, envStepsPerSecond: null },
      returnAtEnvSteps: [null],
    });
  });
});

describe('equalBudgets', () => {
  it('are shares of the longest run, in round numbers', () => {
    expect(equalBudgets([unsolved(36_598), record()])).toEqual([4600, 9200, 19_000, 37_000]);
    expect(equalBudgets([unsolved(200_000)])).toEqual([25_000, 50_000, 100_000, 200_000]);
    expect(equalBudgets([unsolved(3)])).toEqual([1, 2, 3]);
    expect(equalBudgets([failed('boom')])).toEqual([]);
  });
});
