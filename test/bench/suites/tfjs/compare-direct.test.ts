import { describe, expect, it } from 'vitest';
import { compareDirect } from '../../../../bench/suites/tfjs/compare-direct.js';
import { expectFigures } from '../support/expect-figures.js';

describe('compareDirect', () => {
  it('times the engine and what is written directly in turns, and tells by how much the engine is ahead', async () => {
    const pace = { rounds: 3, roundNanoseconds: 1, warmUpNanoseconds: 1 };
    const figures = await compareDirect({ network: '4-128-128-2', batchSize: 8 }, pace);
    expectFigures(figures);
    const name = 'DQN 4-128-128-2, batch 8:';
    const [engine, ...direct] = figures.slice(0, 3);
    expect(engine!.name).toBe(`${name} engine`);
    const ratios = figures.slice(3);
    expect(ratios).toHaveLength(direct.length);
    for (const [i, { name, figures }] of direct.entries()) {
      expect(ratios[i]!.name).toBe(`${name}, over the engine`);
      expect(ratios[i]!.figures).toEqual(figures.map((each, round) => each / engine!.figures[round]!));
    }
  });
});
