import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { learningCurves, type LearningCurveOptions } from '../../src/plot/curves/learning-curves.js';
import { findArtist, type Artist } from '../../src/plot/drawing/artist.js';
import { THEMES } from '../../src/plot/drawing/look.js';
import type { Figure } from '../../src/plot/figure.js';
import { findSources } from '../../src/plot/sources/find-sources.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { learning, writeRun, type RunOptions } from './support/run-files.js';
import { axesOf, marksOf, textsOf } from './support/svg.js';

const folder = temporaryFolder();
let numFolders = 0;
let artist: Artist;
beforeAll(async () => {
  artist = (await findArtist())!;
});

function curvesOf(runs: readonly RunOptions[], options: Partial<LearningCurveOptions> = {}) {
  const root = join(folder, String(numFolders++));
  runs.forEach((run, i) => writeRun(root, `run-${i}`, run));
  const settings = { axes: ['steps'] as const, window: null, ...options };
  return learningCurves(findSources([root]).runs, settings, THEMES.light);
}

/** The rows that are drawn. */
function pointsOf({ spec }: Figure) {
  const { values } = (spec as unknown as { data: { values: Record<string, unknown>[] } }).data;
  return values.map(({ label, x, middle, low, high }) => [label, x, middle, low, high]);
}

/** A run with these returns at 100, 200, ... steps. */
const evaluated = (seed: number, returns: readonly number[], more: RunOptions = {}): RunOptions => ({
  seed,
  evaluations: returns.map((value, i) => [100 * (i + 1), i + 1, value] as const),
  ...more,
});

describe('learningCurves', () => {
  it('has the interquartile mean over seeds, and a band from the first to the third quartile', () => {
    const seeds = [0, 10, 20, 30, 100].map((value, seed) => evaluated(seed, [value, value + 1]));
    const [figure] = curvesOf(seeds).figures;
    // One of five is dropped at each end; quartiles are the second and the fourth.
    expect(pointsOf(figure!)).toEqual([
      ['dqn (5 runs)', 100, 20, 10, 30],
      ['dqn (5 runs)', 200, 21, 11, 31],
    ]);
  });

  it('keeps the value of a run that has ended, and begins where every run of a line has one', () => {
    const late = evaluated(1, [], {
      evaluations: [
        [150, 1, 30],
        [300, 2, 50],
      ],
    });
    const [figure] = curvesOf([evaluated(0, [10, 20]), late]).figures;
    expect(pointsOf(figure!).map(([, x, middle]) => [x, middle])).toEqual([
      [150, 20],
      [200, 25],
      [300, 35],
    ]);
  });

  it('has a line for each algorithm and setting, a file for each environment and axis', () => {
    const { figures, leftOut } = curvesOf(
      [
        evaluated(0, [1, 2]),
        evaluated(0, [1, 2], { learningRate: 0.1 }),
        evaluated(3, [1, 2], { algorithm: 'ppo' }),
        evaluated(0, [1, 2], { environment: 'ALE/Pong-v5' }),
      ],
      { axes: ['steps', 'seconds'] },
    );
    expect(figures.map(({ name }) => name)).toEqual([
      ...['Cliff-v0-learning-by-steps', 'Cliff-v0-learning-by-seconds'],
      ...['ALE-Pong-v5-learning-by-steps', 'ALE-Pong-v5-learning-by-seconds'],
    ]);
    expect(figures[0]!.shows).toBe(
      'Cliff-v0: return against environment steps, mean return of an evaluation: ' +
        'dqn optimizer.learningRate=0.001 (seed 0), dqn optimizer.learningRate=0.1 (seed 0), ppo (seed 3)',
    );
    expect(figures[0]!.sources).toHaveLength(3);
    expect(leftOut).toEqual([]);
  });

  it('takes the moving average of training where a run has fewer than two evaluations', () => {
    const about = { evaluations: [[40, 4, 3]] as const };
    const { figures } = curvesOf([learning(4, about), learning(4, { ...about, seed: 1 })], {
      axes: ['episodes'],
      window: 2,
    });
    expect(figures[0]!.shows).toContain('return of training episodes, moving average');
    expect(pointsOf(figures[0]!).map(([, x, middle]) => [x, middle])).toEqual([
      [1, 1],
      [2, 1.5],
      [3, 2.5],
      [4, 3.5],
    ]);
  });

  it('leaves out runs with nothing to show, and names them', () => {
    const { figures, leftOut } = curvesOf([evaluated(0, [1, 2]), learning(4), { environment: 'Ice-v1' }]);
    expect(figures).toHaveLength(1);
    expect(leftOut.map((path) => path.split('/').at(-1))).toEqual(['run-2']);
    const training = curvesOf([learning(4), evaluated(0, [1])]);
    expect(training.leftOut.map((path) => path.split('/').at(-1))).toEqual(['run-1']);
    expect(curvesOf([{}, {}]).figures).toEqual([]);
  });

  it('draws bands, lines and ends, with text and axes, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    const runs = [0, 1, 2].flatMap((seed) => [
      evaluated(seed, [seed, 50 + seed, 100]),
      evaluated(seed, [-5, -4, seed], { algorithm: 'ppo' }),
    ]);
    const svg = await artist.draw(curvesOf(runs).figures[0]!.spec, 1000);
    expect(marksOf(svg, 'area')).toHaveLength(2);
    expect(marksOf(svg, 'line')).toHaveLength(2);
    expect(marksOf(svg, 'symbol')).toHaveLength(2);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        ...['Cliff-v0: return against environment steps', 'dqn (3 runs)', 'ppo (3 runs)'],
        'interquartile mean over runs, band from their first to their third quartile',
      ]),
    );
    expect(axesOf(svg)).toEqual([
      "X-axis titled 'environment steps' for a linear scale with values from 100 to 300",
      "Y-axis titled 'mean return of an evaluation' for a linear scale with values from -9 to 104",
    ]);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('has a logarithmic axis where one line is ten times as long as another, without what is at zero', async () => {
    const long = evaluated(0, [], {
      algorithm: 'ppo',
      evaluations: [
        [0, 0, 1],
        [5000, 2, 9],
      ],
    });
    const [figure] = curvesOf([evaluated(0, [1, 2]), long]).figures;
    expect(pointsOf(figure!).some(([, x]) => x === 0)).toBe(false);
    const svg = await artist.draw(figure!.spec);
    expect(axesOf(svg)[0]).toMatch(/for a log scale with values from 100 to 5,000$/);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('draws a single evaluation that all runs share', async () => {
    const same = [0, 1].map((seed) => evaluated(seed, [500, 500]));
    const svg = await artist.draw(curvesOf(same).figures[0]!.spec);
    expect(axesOf(svg)[1]).toMatch(/from -\d+ to 5\d\d$/);
  });
});
