import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../bench/scaling/configuration.js';
import { costFigures, machineFigures } from '../../../bench/scaling/cost-figures.js';
import { scalingFigures } from '../../../bench/scaling/figures.js';
import { renderMarkdown, renderText } from '../../../bench/scaling/render.js';
import { rowsOf } from '../../../bench/scaling/rows.js';
import type { ScalingSample } from '../../../bench/scaling/sample.js';
import { scalingTables } from '../../../bench/scaling/table.js';
import { repeatedFigure } from '../../../bench/report.js';
import { CONFIGURATION, FREE_LEARNER, inputOf, LEARNER } from './support/model-input.js';
import { idleSample, trainingSample } from './support/samples.js';

const two = { ...CONFIGURATION, actors: 2 };
const free: Configuration = { ...CONFIGURATION, algorithm: 'dqn' };

const figuresOf = (
  cases: readonly (readonly [Configuration, readonly ScalingSample[]])[],
  own: number | null = null,
) =>
  scalingFigures(
    cases.map(([configuration, samples]) => ({ configuration, samples })),
    cases.map(([configuration]) =>
      inputOf(configuration, configuration.algorithm === 'none' ? null : FREE_LEARNER),
    ),
    ({ algorithm }) => (algorithm === 'none' ? null : own),
  );

const valuesOf = (
  configuration: Configuration,
  samples: readonly ScalingSample[],
  own: number | null = null,
) => {
  const [row] = rowsOf(figuresOf([[configuration, samples]], own));
  return Object.fromEntries(
    Object.entries(row!.figures).map(([name, { value, unit }]) => [name, [value, unit]]),
  );
};

describe('scalingFigures', () => {
  it('says of an idle learner what its actors do', () => {
    expect(valuesOf(CONFIGURATION, [idleSample(100), idleSample(300), idleSample(200)])).toEqual({
      envSteps: [200, 'steps/s'],
      efficiency: [1, 'of one actor'],
      actorsWaiting: [25, '% of actor time'],
      predictedEnvSteps: [expect.any(Number), 'steps/s'],
    });
  });

  it('says of one that trains where its time goes, and how many steps its samples are enough for', () => {
    // 50 samples a step are wanted: 4,000 are enough for 80 steps of 100, and 8,000 for more than there were.
    const samples = [trainingSample(100, 40), trainingSample(100, 40), trainingSample(100, 80)];
    expect(valuesOf(free, samples, 50)).toEqual({
      envSteps: [100, 'steps/s'],
      efficiency: [1, 'of one actor'],
      actorsWaiting: [50, '% of actor time'],
      updates: [40, 'updates/s'],
      learnedEnvSteps: [80, 'steps/s'],
      learnerTraining: [75, '% training'],
      learnerWaiting: [12.5, '% of learner time'],
      learnerTakingIn: [6.25, '% of learner time'],
      policyLag: [2, 'versions'],
      predictedEnvSteps: [expect.any(Number), 'steps/s'],
      predictedUpdates: [expect.any(Number), 'updates/s'],
    });
  });

  it('divides by one actor round by round: a machine that slows down changes nothing', () => {
    const figures = figuresOf([
      [CONFIGURATION, [idleSample(100), idleSample(50)]],
      [two, [idleSample(180), idleSample(90)]],
    ]);
    const efficiencies = rowsOf(figures).map((row) => row.figures.efficiency!.figures);
    expect(efficiencies).toEqual([
      [1, 1],
      [0.9, 0.9],
    ]);
  });

  it('has no efficiency without one actor, and no figure of what was not counted', () => {
    expect(Object.keys(valuesOf(two, [idleSample(100)]))).not.toContain('efficiency');
    const nothingTaken = trainingSample(100, 40, { policyLag: NaN });
    expect(Object.keys(valuesOf(free, [nothingTaken]))).not.toContain('policyLag');
  });

  it('has every figure once, in a file that tells them apart', () => {
    const configurations = [CONFIGURATION, two, free].map((each) => [each, [idleSample(1)]] as const);
    const inputs = [inputOf({}, null), inputOf({}, LEARNER)];
    expect(
      repeatedFigure('scaling', [
        ...figuresOf(configurations),
        ...costFigures(inputs),
        ...machineFigures(inputs),
      ]),
    ).toBeUndefined();
  });
});

describe('costFigures', () => {
  it('has each cost once, however many configurations share it', () => {
    const inputs = [inputOf({}, LEARNER), inputOf({ actors: 2 }, LEARNER)];
    expect(costFigures(inputs).map(({ parameters, value }) => [parameters!['cost'], value])).toEqual([
      ...[
        ['policyNs', 100],
        ['environmentNs', 50],
        ['unrollNs', 20],
      ],
      ...[
        ['vectorStepNs', 30],
        ['blockNs', 700],
        ['weightsNs', 1000],
      ],
      ...[
        ['takeInNs', 2000],
        ['updateNs', 40_000],
        ['publishNs', 8000],
      ],
    ]);
  });
});

describe('machineFigures', () => {
  it('has what threads cost each other, for every number of them that was asked for', () => {
    const inputs = [inputOf({ actors: 2 }, null), inputOf({ actors: 3, mode: 'sync', lag: 1 }, LEARNER)];
    expect(machineFigures(inputs).map(({ value, unit, parameters }) => [parameters, value, unit])).toEqual([
      [{ cost: 'wakeNs' }, 5000, 'ns'],
      [{ cost: 'handOverNs', actors: 3 }, 40_000, 'ns'],
      [{ cost: 'speed', threads: 2 }, 1, 'of one alone'],
      [{ cost: 'speed', threads: 3 }, 1, 'of one alone'],
      [{ cost: 'speed', threads: 4 }, 1, 'of one alone'],
      [{ cost: 'copy' }, 10, 'GB/s'],
    ]);
  });
});

describe('scalingTables', () => {
  const sync: Configuration = { ...free, mode: 'sync', lag: 1 };
  const figures = figuresOf([
    [CONFIGURATION, [idleSample(1_234_567), idleSample(1_300_000), idleSample(1_200_000)]],
    [sync, [trainingSample(1000, 10)]],
  ]);

  it('has a table of each kind of learner, with the columns that say something', () => {
    const [idle, learner] = scalingTables(figures);
    expect(idle!.title).toBe('none, async');
    expect(idle!.columns).toEqual([
      ...[
        'actors',
        'envs',
        'block',
        'env steps/s',
        'from',
        'to',
        'efficiency',
        'actors wait',
        'model: steps',
        'bound by',
      ],
    ]);
    expect(idle!.rows[0]!.slice(0, 8)).toEqual([
      '1',
      '10',
      '10',
      '1,234,567',
      '1,200,000',
      '1,300,000',
      '1.00',
      '25 %',
    ]);
    expect(learner!.title).toBe('dqn, sync, lag 1');
    expect(learner!.columns).toEqual(
      expect.arrayContaining(['updates/s', 'trains', 'waits', 'takes in', 'updates']),
    );
    expect(learner!.columns).not.toContain('lag');
  });

  it('says what the model predicts over what was measured, and what bounds it', () => {
    const [idle] = scalingTables(figures);
    const predicted = rowsOf(figures)[0]!.figures.predictedEnvSteps!.value;
    expect(idle!.rows[0]!.slice(8)).toEqual([(predicted / 1_234_567).toFixed(2), 'policy']);
  });

  it('is printed in columns, and as Markdown', () => {
    const tables = [
      {
        title: 'none, async',
        columns: ['actors', 'bound by'],
        rows: [
          ['1', 'policy'],
          ['16', 'cores'],
        ],
      },
    ];
    expect(renderText(tables)).toBe('\nnone, async\n  actors  bound by\n       1  policy\n      16  cores\n');
    expect(renderMarkdown(tables)).toBe(
      '\n**none, async**\n\n| actors | bound by |\n| -----: | -------- |\n|      1 | policy   |\n|     16 | cores    |\n',
    );
  });
});
