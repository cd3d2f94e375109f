import { describe, expect, it } from 'vitest';
import { learningCurve, pointAt } from '../../src/compare/learning-curve.js';
import { finishedRuns } from '../../src/compare/run-record.js';
import { point, record } from './support/records.js';

const runs = finishedRuns([
  record({ seed: 0, evaluations: [point(100, 10), point(200, 50)] }),
  record({ seed: 1, evaluations: [point(150, 20), point(300, 90)] }),
]);

describe('learningCurve', () => {
  it('begins where every run was evaluated, steps at each evaluation, and holds the value of ended runs', () => {
    expect(learningCurve(runs, 'envSteps', 1000).map(({ x, iqm }) => [x, iqm])).toEqual([
      [150, 15],
      [200, 35],
      [300, 70],
      [1000, 70],
    ]);
  });

  it('can be drawn against seconds', () => {
    expect(learningCurve(runs, 'seconds', 0.3).map(({ x, iqm }) => [x, iqm])).toEqual([
      [0.15, 15],
      [0.2, 35],
      [0.3, 70],
    ]);
  });

  it('has a band from the seeds', () => {
    expect(learningCurve(runs, 'envSteps', 300).at(-1)!.interval).toEqual([50, 90]);
    expect(learningCurve(runs.slice(0, 1), 'envSteps', 300).at(-1)!.interval).toBeNull();
  });

  it('has no more points than a chart can show, with the first and the last among them', () => {
    const evaluations = Array.from({ length: 5000 }, (_, i) => point(i + 1, i));
    const curve = learningCurve(finishedRuns([record({ evaluations })]), 'envSteps', 6000);
    expect(curve.length).toBe(60);
    expect([curve[0]!.x, curve.at(-1)!.x]).toEqual([1, 6000]);
  });
});

describe('pointAt', () => {
  it('is null before the first evaluation of any run, and for no runs', () => {
    expect(pointAt(runs, 'envSteps', 149)).toBeNull();
    expect(pointAt([], 'envSteps', 149)).toBeNull();
  });
});
