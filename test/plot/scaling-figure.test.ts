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
    const label = 'end-to-end, envsPerActor=32';
    expect(values).toEqual([
      { label, actors: 1, value: 1000, min: 990, max: 1010, ideal: 1000, efficiency: 100 },
      { label, actors: 4, value: 3000, min: 2990, max: 3010, ideal: 4000, efficiency: 75 },
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
        message: `${join(folder, 'machine-a.json')}: expected a measurement in steps/s with its number of actors, got none; manyhands bench end-to-end --json has some`,
      }),
    );
  });
});
