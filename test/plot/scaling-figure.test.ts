import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { summarizeRounds } from '../../bench/measure.js';
import { findArtist } from '../../src/plot/drawing/artist.js';
import { THEMES } from '../../src/plot/drawing/look.js';
import { scalingFigure } from '../../src/plot/scaling-figure.js';
import { readBenchFile } from '../../src/plot/sources/bench-file.js';
import { writeReport } from '../bench/support/example-report.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { axesOf, marksOf, textsOf } from './support/svg.js';

const folder = temporaryFolder();

const benchFile = (figures: Parameters<typeof writeReport>[1]): string =>
  writeReport(join(folder, 'machine-a.json'), figures);

const acting = (rate: number, actors: number, envsPerActor = 32) =>
  summarizeRounds('acting', 'steps/s', [rate - 10, rate, rate + 10], { actors, envsPerActor });

const figureOf = (suites: Parameters<typeof writeReport>[1]) =>
  scalingFigure(readBenchFile(benchFile(suites)), THEMES.light);

describe('scalingFigure', () => {
  it('has throughput and efficiency by actors, with the ideal of the fewest', () => {
    const inOtherUnits = summarizeRounds('ring', 'ns', [1], { actors: 1 });
    const others = [inOtherUnits, summarizeRounds('env', 'steps/s', [5])];
    const { spec, name, shows } = figureOf({
      ring: others,
      'end-to-end': [acting(3000, 4), acting(1000, 1)],
    });
    const { values } = (spec as unknown as { data: { values: unknown[] } }).data;
    const [panel, label, predicted] = ['end-to-end', 'end-to-end, envsPerActor=32', null];
    expect(values).toEqual([
      { panel, label, actors: 1, value: 1000, min: 990, max: 1010, ideal: 1000, efficiency: 100, predicted },
      { panel, label, actors: 4, value: 3000, min: 2990, max: 3010, ideal: 4000, efficiency: 75, predicted },
    ]);
    expect(name).toBe('machine-a-scaling');
    expect(shows).toBe('env steps a second with 1, 4 actors, and efficiency: end-to-end, envsPerActor=32');
  });

  it('draws a line for each other parameter, and says what was measured where, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    const rows = [acting(1000, 1), acting(1500, 2), acting(500, 2, 8), acting(900, 4, 8)];
    const svg = await (await findArtist())!.draw(figureOf({ scaling: rows }).spec, 1000);
    // Ideal, measured and efficiency of both; a range and a point for each row.
    expect(marksOf(svg, 'line')).toHaveLength(6);
    expect(marksOf(svg, 'rule')).toHaveLength(4);
    expect(marksOf(svg, 'symbol')).toHaveLength(8);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'A CPU, 16 cores, Node v20.20.0',
        ...['scaling, envsPerActor=32', 'scaling, envsPerActor=8', 'env steps/s', 'efficiency (%)', 'actors'],
      ]),
    );
    expect(axesOf(svg)[1]).toBe("Y-axis titled 'env steps/s' for a linear scale with values from 0 to 2,000");
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('draws one measurement', async () => {
    const svg = await (await findArtist())!.draw(figureOf({ scaling: [acting(1000, 1)] }).spec);
    expect(marksOf(svg, 'symbol')).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('gives every kind of learner a panel, a line to every shape, and a diamond to every prediction', async () => {
    const swept = (algorithm: string, mode: string, actors: number, figure: string, rate: number) =>
      summarizeRounds(
        `${algorithm} ${mode} ${actors} ${figure}`,
        figure === 'updates' ? 'updates/s' : 'steps/s',
        [rate],
        {
          ...{ figure, algorithm, mode, ...(mode === 'sync' && { lag: 1 }) },
          ...{ actors, envsPerActor: 8, blockLength: 32 },
        },
      );
    const { spec, shows } = figureOf({
      scaling: [
        swept('none', 'async', 1, 'envSteps', 1000),
        swept('none', 'async', 1, 'predictedEnvSteps', 1100),
        swept('none', 'async', 2, 'envSteps', 1900),
        swept('none', 'async', 2, 'predictedEnvSteps', 2200),
        swept('dqn', 'sync', 1, 'envSteps', 40),
        swept('dqn', 'sync', 1, 'learnedEnvSteps', 39),
        swept('dqn', 'sync', 1, 'updates', 7),
      ],
    });
    const { values } = (spec as unknown as { data: { values: unknown[] } }).data;
    const label = 'envsPerActor=8, blockLength=32';
    expect(values).toEqual([
      expect.objectContaining({ panel: 'none, async', label, actors: 1, value: 1000, predicted: 1100 }),
      expect.objectContaining({ panel: 'none, async', label, actors: 2, efficiency: 95, predicted: 2200 }),
      expect.objectContaining({ panel: 'dqn, sync, lag 1', label, actors: 1, value: 40, predicted: null }),
    ]);
    expect(shows).toBe(
      `env steps a second with 1, 2 actors, and efficiency: none, async; dqn, sync, lag 1: ${label}`,
    );
    const svg = await (await findArtist())!.draw(spec);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['none, async', 'dqn, sync, lag 1', label]));
    // Of each measurement one in both charts of its panel, and two diamonds.
    expect(marksOf(svg, 'symbol')).toHaveLength(8);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('has no efficiency beside actors that made no step', async () => {
    const { spec } = figureOf({ scaling: [acting(0, 1), acting(500, 2)] });
    const { values } = (spec as unknown as { data: { values: { efficiency: unknown }[] } }).data;
    expect(values.map(({ efficiency }) => efficiency)).toEqual([null, null]);
    expect(await (await findArtist())!.draw(spec)).not.toMatch(/NaN|Infinity/);
  });

  it('refuses a benchmark without such a measurement, and says where there is one', () => {
    expect(() => figureOf({ ring: [summarizeRounds('ring', 'ns', [1])] })).toThrow(
      expect.objectContaining({
        code: 'ERR_USAGE',
        message: `${join(folder, 'machine-a.json')}: expected a measurement in steps/s with its number of actors, got none; manyhands bench scaling --out <file> has some`,
      }),
    );
  });
});
