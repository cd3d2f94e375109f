import { describe, expect, it } from 'vitest';
import { createUpdateMetrics, UPDATE_METRIC_NAMES } from '../../src/learner/update-metrics.js';

describe('createUpdateMetrics', () => {
  it('has every figure, each of them NaN', () => {
    const metrics = createUpdateMetrics();
    expect(Object.keys(metrics)).toEqual(UPDATE_METRIC_NAMES);
    expect(Object.values(metrics).every(Number.isNaN)).toBe(true);
  });

  it('gives everyone metrics of their own', () => {
    createUpdateMetrics().loss = 1;
    expect(createUpdateMetrics().loss).toBeNaN();
  });
});
