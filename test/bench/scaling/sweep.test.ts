import { describe, expect, it } from 'vitest';
import { actorCounts, lineOf, type Configuration, type Grid } from '../../../bench/scaling/configuration.js';
import { expandGrid } from '../../../bench/scaling/grid.js';
import { shuffledOrder } from '../../../bench/scaling/order.js';
import { expectFreeSettings } from '../../../bench/scaling/settings.js';
import { sweep } from '../../../bench/scaling/sweep.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import { idleSample } from './support/samples.js';

const GRID: Grid = {
  algorithms: ['none', 'ppo'],
  modes: ['async', 'sync'],
  lags: null,
  actors: [1, 2],
  envsPerActor: [4, 8],
  blockLengths: [16],
};

const stream = () => RandomStream.derive(0, STREAM_ROLE.shuffle, 0);

describe('actorCounts', () => {
  it('doubles up to the cores, and has as many actors as there are cores', () => {
    expect(actorCounts(1)).toEqual([1]);
    expect(actorCounts(2)).toEqual([1, 2]);
    expect(actorCounts(6)).toEqual([1, 2, 4, 6]);
    expect(actorCounts(16)).toEqual([1, 2, 4, 8, 16]);
  });
});

describe('expandGrid', () => {
  it('has every combination, with the lag of each algorithm, and gives the reason for what cannot be run', () => {
    const { configurations, leftOut } = expandGrid(GRID, []);
    expect(configurations).toHaveLength(12);
    const lags = (algorithm: string) =>
      new Set(
        configurations
          .filter((each) => each.algorithm === algorithm)
          .map(({ mode, lag }) => `${mode} ${lag}`),
      );
    expect(lags('none')).toEqual(new Set(['async null', 'sync 1']));
    expect(lags('ppo')).toEqual(new Set(['sync 0']));
    expect(leftOut).toEqual([
      {
        learner: 'ppo, async',
        count: 4,
        reason: expect.stringContaining('expected sync with algorithm.name ppo') as string,
      },
    ]);
  });

  it('sweeps lags that are asked for in sync mode alone', () => {
    const { configurations } = expandGrid({ ...GRID, algorithms: ['none'], lags: [0, 2] }, []);
    expect(
      configurations
        .map(({ mode, lag }) => `${mode} ${lag}`)
        .filter((each, i, all) => all.indexOf(each) === i),
    ).toEqual([...['async null', 'sync 0', 'sync 2']]);
  });

  it('refuses a grid of which nothing can be run, with the reason', () => {
    expect(() => expandGrid({ ...GRID, algorithms: ['ppo'], modes: ['async'] }, [])).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }),
    );
    expect(() => expandGrid(GRID, ['env.cuont=3'])).toThrow(/the nearest is env\.count/);
  });
});

describe('expectFreeSettings', () => {
  it('lets settings pass that a sweep leaves alone', () => {
    expect(() =>
      expectFreeSettings(['env.id=Acrobot-v1', 'algorithm.hidden=[32]', 'actors.ringBlocks=8']),
    ).not.toThrow();
  });

  it.each([
    ['env.count=3', 'use --envs'],
    ['algorithm.name=ppo', 'use --algo'],
    ['run={lag: 1}', 'use --mode'],
    ['evaluation.targetReturn=3', 'the runs of a sweep have no target'],
    ['metrics={port: 1}', 'the runs of a sweep serve no page'],
  ])('refuses %s, and says what to do', (expression, fix) => {
    const path = expression.split('=', 1)[0]!;
    expect(() => expectFreeSettings([expression])).toThrow(
      expect.objectContaining({
        code: 'ERR_USAGE',
        message: `flag --set: expected a setting that the sweep leaves alone, got ${path}; ${fix}`,
      }),
    );
  });
});

describe('shuffledOrder', () => {
  const { configurations } = expandGrid(GRID, []);

  it('has everything once, and lines that are divided by one another together', () => {
    const order = shuffledOrder(configurations, stream());
    expect(new Set(order)).toEqual(new Set(configurations));
    for (let i = 0; i < order.length; i += 2)
      expect({ ...order[i], actors: 0 }).toEqual({ ...order[i + 1], actors: 0 });
  });

  it('is another in the next round, and the same in the next sweep', () => {
    const [a, b] = [stream(), stream()];
    const first = shuffledOrder(configurations, a);
    expect(shuffledOrder(configurations, b)).toEqual(first);
    const second = shuffledOrder(configurations, a);
    // Neither whole lines nor the actors within them come as before.
    expect(second.map(lineOf)).not.toEqual(first.map(lineOf));
    expect(second.map(({ actors }) => actors)).not.toEqual(first.map(({ actors }) => actors));
  });
});

describe('sweep', () => {
  it('measures each configuration once a round, and keeps samples in the order of the rounds', async () => {
    const { configurations } = expandGrid(GRID, []);
    const measured: Configuration[] = [];
    const begun: number[] = [];
    const measure = (configuration: Configuration) =>
      Promise.resolve(idleSample(measured.push(configuration) - 1));
    const swept = await sweep(configurations, 3, measure, (done) => void begun.push(done));
    expect(swept.map(({ configuration }) => configuration)).toEqual(configurations);
    expect(begun).toEqual(Array.from({ length: 36 }, (_, i) => i));
    for (const { configuration, samples } of swept) {
      const at = samples.map(({ envStepsPerSecond }) => envStepsPerSecond);
      expect(at.map((i) => Math.floor(i / 12))).toEqual([0, 1, 2]);
      expect(at.map((i) => measured[i])).toEqual([configuration, configuration, configuration]);
    }
  });
});
