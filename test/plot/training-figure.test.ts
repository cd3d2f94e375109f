import { beforeAll, describe, expect, it, vi } from 'vitest';
import { findArtist, type Artist } from '../../src/plot/drawing/artist.js';
import { THEMES } from '../../src/plot/drawing/look.js';
import { readRun } from '../../src/plot/sources/run-data.js';
import { trainingFigure, type TrainingOptions } from '../../src/plot/training/training-figure.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { learning, writeRun, type RunOptions } from './support/run-files.js';
import { axesOf, marksOf, textsOf } from './support/svg.js';

const folder = temporaryFolder();
let numRuns = 0;
let artist: Artist;
beforeAll(async () => {
  artist = (await findArtist())!;
});

function figureOf(options: RunOptions, settings: Partial<TrainingOptions> = {}) {
  const run = readRun(writeRun(folder, `run-${numRuns++}`, options));
  return trainingFigure(run, { axis: null, window: null, ...settings }, THEMES.light);
}

/** Draws without a word of complaint from those that do. */
async function drawn(options: RunOptions, settings: Partial<TrainingOptions> = {}): Promise<string> {
  const warn = vi.spyOn(console, 'warn');
  const svg = await artist.draw(figureOf(options, settings).spec, 1000);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  return svg;
}

const TITLES = ['Episode return', 'Episode length', 'Loss', 'Exploration'];
const panelsOf = (svg: string): string[] =>
  textsOf(svg).filter((text) => /^(Episode|Loss|Explo|Policy|Value|Entropy|Explained)/.test(text));

describe('trainingFigure', () => {
  it('has four panels for a run of DQN, each with its axes', async () => {
    const svg = await drawn(learning(40, { seed: 3 }));
    const texts = textsOf(svg);
    expect(texts).toContain('dqn on Cliff-v0, seed 3');
    expect(
      texts.some((text) =>
        /^run run-\d+: 400 env steps, 400 updates, 40 episodes, 2 evaluations, 20\.3 s$/.test(text),
      ),
    ).toBe(true);
    expect(panelsOf(svg)).toEqual(TITLES);
    expect(axesOf(svg)).toEqual([
      "X-axis titled 'training episodes' for a linear scale with values from 0 to 40",
      "Y-axis titled 'return' for a linear scale with values from -3 to 94",
      "X-axis titled 'training episodes' for a linear scale with values from 0 to 40",
      "Y-axis titled 'environment steps' for a linear scale with values from -1 to 11",
      "X-axis titled 'updates' for a linear scale with values from 0 to 400",
      "Y-axis titled 'loss' for a linear scale with values from 0.2 to 1.0",
      "X-axis titled 'environment steps' for a linear scale with values from 0 to 400",
      "Y-axis titled 'epsilon' for a linear scale with values from 0.0 to 0.8",
    ]);
  });

  it('has a mark for each episode and evaluation, a line for each average, and one for the target', async () => {
    const svg = await drawn(learning(40));
    // Twice 40 episodes, two evaluations, and the four rows of progress in two panels.
    expect(marksOf(svg, 'symbol')).toHaveLength(2 * 40 + 2 + 2 * 4);
    expect(marksOf(svg, 'line')).toHaveLength(4);
    expect(marksOf(svg, 'rule')).toHaveLength(1);
    const legend = ['each episode', 'mean of the latest 50', 'evaluation', 'target 90'];
    expect(textsOf(svg)).toEqual(expect.arrayContaining(legend));
  });

  it('states the window of the moving average: as asked, or as the criterion has it', async () => {
    expect(textsOf(await drawn(learning(40), { window: 7 }))).toContain('mean of the latest 7');
    expect(textsOf(await drawn(learning(40, { criterionEpisodes: 20 })))).toContain('mean of the latest 20');
  });

  it.each([
    { axis: 'steps', title: 'environment steps', end: 400 },
    { axis: 'seconds', title: 'time since process start \\(s\\)', end: 20.25 },
    { axis: 'episodes', title: 'training episodes', end: 40 },
  ] as const)('can have every panel against $axis', async ({ axis, title, end }) => {
    const axes = axesOf(await drawn(learning(40), { axis })).filter((label) => label.startsWith('X'));
    expect(axes).toHaveLength(4);
    for (const label of axes) expect(label).toMatch(new RegExp(`titled '${title}' .* from 0(?:\\.0+)? to `));
    expect(Math.max(...axes.map((label) => Number(label.split(' ').at(-1))))).toBeCloseTo(end, 0);
  });

  it('has what a policy gradient has in place of loss and epsilon', async () => {
    const policyLoss = { loss: 1, policyLoss: -0.1, valueLoss: 2, entropy: 0.5, explainedVariance: 0.25 };
    const progress = [1, 2].map((row) => ({
      timeSeconds: row,
      envSteps: row,
      updates: row,
      episodes: row,
      ...policyLoss,
    }));
    const svg = await drawn(learning(4, { algorithm: 'impala', progress }));
    expect(panelsOf(svg)).toEqual([
      ...['Episode return', 'Episode length', 'Policy loss', 'Value loss', 'Entropy of the policy'],
      'Explained variance of returns',
    ]);
  });

  it('draws negative returns, with no target and no evaluation', async () => {
    const episodes = Array.from({ length: 30 }, (_, i) => [-1600 + 40 * i, 200, i] as const);
    const svg = await drawn({ episodes, targetReturn: null });
    expect(panelsOf(svg)).toEqual(['Episode return', 'Episode length']);
    expect(axesOf(svg)[1]).toMatch(/from -1,658 to -382$/);
    expect(textsOf(svg).join()).not.toMatch(/target|evaluation,/);
    // All episodes are equally long: an axis from zero, as a single value has no extent.
    expect(axesOf(svg)[3]).toMatch(/from -10 to 210$/);
  });

  it('draws what there is of a run that has hardly begun', async () => {
    const one = await drawn({ episodes: [[7, 3, 0.1]] });
    expect(marksOf(one, 'symbol')).toHaveLength(2);
    const evaluated = await drawn({ evaluations: [[100, 1, 20]] });
    expect(panelsOf(evaluated)).toEqual(['Episode return']);
    const row = { timeSeconds: 1, envSteps: 50, updates: 1, episodes: 0, loss: 0 };
    const updated = await drawn({ progress: [row] });
    expect(panelsOf(updated)).toEqual(['Loss']);
    expect(axesOf(updated)[1]).toMatch(/from -0\.1 to 1\.1$/);
  });

  it('leaves out what is no number', async () => {
    const episodes = [
      [NaN, 5, 1],
      [Infinity, 6, 2],
      [8, 7, 3],
    ] as const;
    const progress = [NaN, Infinity, 0.5].map((loss, i) => ({
      timeSeconds: i,
      envSteps: i,
      updates: i,
      episodes: i,
      loss,
    }));
    const svg = await drawn({
      episodes,
      progress,
      evaluations: [
        [1, 1, -Infinity],
        [2, 2, 9],
      ],
      targetReturn: null,
    });
    // Of return, length and loss: one, three and one, and an evaluation.
    expect(marksOf(svg, 'symbol')).toHaveLength(1 + 3 + 1 + 1);
    expect(panelsOf(svg)).toEqual(TITLES.slice(0, 3));
    const none = await drawn({
      evaluations: [[1, 1, NaN]],
      episodes: [[NaN, 5, 1]],
      progress: [{ timeSeconds: 1, envSteps: 1, loss: NaN }],
    });
    expect(panelsOf(none)).toEqual(['Episode length']);
  });

  it('refuses a run that has nothing yet, by its name', () => {
    expect(() => figureOf({})).toThrow(
      expect.objectContaining({
        code: 'ERR_RUN_DIRECTORY',
        message: expect.stringMatching(
          /run-\d+: expected a run with episodes, evaluations or updates, got one that has none yet$/,
        ) as string,
      }),
    );
  });

  it('thins out a long run without losing an extreme, says so, and stays small', async () => {
    const count = 200_000;
    const outlier = 123_456;
    const episodes = Array.from(
      { length: count },
      (_, i) => [i === outlier ? 5000 : i % 100, 10, i / 100] as const,
    );
    const evaluations = Array.from({ length: 1000 }, (_, i) => [i, i, i % 100] as const);
    const progress = Array.from({ length: 5000 }, (_, i) => ({
      ...{ timeSeconds: i, envSteps: i * 400, episodes: i * 40, updates: i, loss: i % 7, epsilon: 0.1 },
    }));
    const svg = await drawn({ episodes, evaluations, progress });
    expect(svg.length).toBeLessThan(200_000);
    expect(axesOf(svg)[1]).toMatch(/to 5,250$/);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'least to greatest of 500 episodes',
        'one of 4 evaluations',
        'loss, mean of 13 rows each',
        'epsilon, mean of 13 rows each',
      ]),
    );
    expect(marksOf(svg, 'symbol')).toHaveLength(250);
    expect(marksOf(svg, 'area')).toHaveLength(2);
  });

  it('says what it shows', () => {
    const { shows, kind, sources } = figureOf(learning(4));
    expect(shows).toBe('dqn on Cliff-v0, seed 0: episode return, episode length, loss, exploration');
    expect(kind).toBe('training');
    expect(sources).toHaveLength(1);
  });
});
