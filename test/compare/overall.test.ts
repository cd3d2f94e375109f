import { describe, expect, it } from 'vitest';
import { overallFigures } from '../../src/compare/overall.js';
import { entry, failed, record, unsolved } from './support/records.js';

const entries = [entry('a'), entry('a', { environment: 'Hill-v0', budgetEnvSteps: 10_000 })];
const onHill = { environment: 'Hill-v0' };

describe('overallFigures', () => {
  it('measures runs by the share of their own budget', () => {
    const [figures] = overallFigures(entries, [record(), record(onHill), failed('boom', onHill)]);
    expect(figures).toMatchObject({ contestant: 'a', environments: 2, runs: 3, solved: 2 });
    // Quotients of small integers, and a sum of three.
    expect(figures!.budgetShare).toBeCloseTo((0.25 + 0.1 + 1) / 3, 12);
    expect(figures!.interval![0]).toBeGreaterThanOrEqual(0.1);
    expect(figures!.interval![1]).toBeLessThanOrEqual(1);
  });

  it('charges a run that missed its target the whole budget', () => {
    const [figures] = overallFigures(entries, [unsolved(3000), record(onHill)]);
    expect(figures).toMatchObject({ runs: 2, solved: 1 });
    expect(figures!.budgetShare).toBeCloseTo((1 + 0.1) / 2, 12);
  });

  it('has nothing to say of one environment', () => {
    expect(overallFigures([entry()], [record(), record({ seed: 1 })])).toEqual([]);
    const noTarget = entry('a', { environment: 'Hill-v0', target: null });
    expect(overallFigures([entry(), noTarget], [record(), record(onHill)])).toEqual([]);
  });
});
