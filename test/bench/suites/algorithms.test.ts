import { describe, expect, it } from 'vitest';
import { algorithmFigures } from '../../../bench/suites/algorithms.js';
import { expectFigures, unitsOf } from './support/expect-figures.js';

describe('algorithmFigures', () => {
  it('tells of whole runs what it took to solve the task, or to give up', async () => {
    const figures = await algorithmFigures(
      { ppo: ['--algo', 'ppo'], hasty: ['--algo', 'ppo', '--steps', '512'] },
      1,
    );
    expect(figures.find(({ name }) => name === 'hasty: solved')!.figures).toEqual([0]);
    expectFigures(figures.filter(({ name }) => name !== 'hasty: solved'));
    for (const name of ['ppo', 'hasty']) {
      expect(unitsOf(figures, `${name}: `)).toEqual({
        solved: '% of runs',
        'time to target': 's from start',
        'steps to target': 'env steps',
        acting: 'env steps/s',
        learning: 'updates/s',
        'peak memory': 'MB',
      });
    }
    expect(figures.find(({ name }) => name === 'ppo: solved')!.figures).toEqual([100]);
    expect(figures.find(({ name }) => name === 'hasty: steps to target')!.figures).toEqual([512]);
    expect(figures[0]!.parameters).toEqual({ algorithm: 'ppo', environment: 'CartPole-v1' });
  });

  it('says which run came to no end', async () => {
    await expect(algorithmFigures({ odd: ['--algo', 'odd'] }, 1)).rejects.toThrow(
      /^odd, seed 0: .*got "odd"/,
    );
  });
});
