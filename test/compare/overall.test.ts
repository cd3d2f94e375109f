import { describe, expect, it } from 'vitest';
import { overallFigures } from '../../src/compare/overall.js';
import { entry, failed, record, unsolved } from './support/records.js';

const entries = [entry('a'), entry('a', { environment: 'Hill-v0', budgetEnvSteps: 10_000 })];
const onHill = { environment: 'Hill-v0' };

describe('overallFigures', () => {
  it('measures runs by the share of their own budget', () => {
    const runs = [record(), { ...unsolved(4000) }, record(onHill), failed('boom', onHill)];
    const [figures] = overallFigures(entries, runs);
    // Shares 0.25 and 1, 0.1 and 1: of four, the least and the greatest are dropped.
    expect(figures).toMatchObject({
      contestant: 'a',
      environments: 2,
      runs: 4,
      solved: 2,
      budgetShare: 0.625,
    });
    expect(figures!.interval![0]).toBeGreaterThanOrEqual(0.1);
    expect(figures!.interval![1]).toBeLessThanOrEqual(1);
  });

  it('has nothing to say of one environment', () => {
    expect(overallFigures([entry()], [record(), record({ seed: 1 })])).toEqual([]);
    const noTarget = entry('a', { environment: 'Hill-v0', target: null });
    expect(overallFigures([entry(), noTarget], [record(), record(onHill)])).toEqual([]);
  });
});
