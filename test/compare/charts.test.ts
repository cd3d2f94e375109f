import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chartsOf } from '../../src/compare/charts/charts.js';
import { compareRuns } from '../../src/compare/comparison.js';
import { createComparisonDirectory } from '../../src/compare/directory.js';
import type { Entry } from '../../src/compare/entries.js';
import { writeComparison } from '../../src/compare/write-comparison.js';
import { findArtist } from '../../src/plot/drawing/artist.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { entry, failed, point, record, unsolved } from './support/records.js';

const folder = temporaryFolder();
const ENTRIES: readonly Entry[] = [entry('a'), entry('b')];
const RUNS = [
  record(),
  record({ seed: 1, evaluations: [point(400, 5), point(900, 95)] }),
  ...[0, 1].map((seed) => ({ ...unsolved(40_000, 30 + seed), contestant: 'b', seed })),
  failed('boom'),
];

interface Unit {
  readonly data?: { readonly values: readonly Record<string, unknown>[] };
  readonly layer?: readonly Unit[];
  readonly hconcat?: readonly Unit[];
  readonly encoding: Record<
    string,
    {
      readonly title?: string;
      readonly scale?: { type?: string; domain?: unknown; range?: readonly string[] };
    }
  >;
}

const specs = (entries = ENTRIES, runs = RUNS) =>
  Object.fromEntries(
    chartsOf('Cliff-v0', entries, runs).map(({ name, spec }) => [
      name.replace('Cliff-v0-', ''),
      spec as unknown as Unit,
    ]),
  );

afterEach(() => {
  vi.restoreAllMocks();
});

describe('chartsOf', () => {
  it('has four charts', () => {
    expect(Object.keys(specs())).toEqual([
      'return-by-env-steps',
      'return-by-seconds',
      'to-target',
      'final-returns',
    ]);
  });

  it('draws the interquartile mean with its band, with time or steps named on the axis', () => {
    const { data, encoding } = specs()['return-by-env-steps']!;
    expect(encoding['x']).toMatchObject({ title: 'environment steps', scale: { type: 'log' } });
    expect(data!.values.filter(({ label }) => label === 'a').at(-1)).toMatchObject({
      ...{ x: 40_000, middle: 92.5, low: 90, high: 95 },
    });
    expect(specs()['return-by-seconds']!.encoding['x']!.title).toBe('time since process start (s)');
  });

  it('marks where each contestant was last evaluated', () => {
    const dots = specs()['return-by-env-steps']!.layer![2]!.data!.values;
    expect(dots.map(({ label, x }) => [label, x])).toEqual([
      ['a', 1000],
      ['b', 40_000],
    ]);
  });

  it('has every finished run as a point, told apart by whether it met the target', () => {
    const { data, hconcat } = specs()['to-target']!;
    expect(data!.values.map(({ label, envSteps, end }) => [label, envSteps, end])).toEqual([
      ['a', 1000, 'target met'],
      ['a', 1000, 'target met'],
      ['b', 40_000, 'ended without'],
      ['b', 40_000, 'ended without'],
    ]);
    expect(hconcat!.map(({ encoding }) => encoding['x']!.title)).toEqual([
      'environment steps',
      'time since process start (s)',
    ]);
  });

  it('has the final return of each seed beside interquartile mean and interval', () => {
    const [bars, , points] = specs()['final-returns']!.layer!;
    expect(bars!.data!.values[1]).toEqual({ label: 'b', iqm: 30.5, low: 30, high: 31 });
    expect(points!.data!.values.map(({ meanReturn }) => meanReturn)).toEqual([90, 90, 30, 31]);
  });

  it('leaves out what there is not', () => {
    expect(specs(ENTRIES, [failed('boom')])).toEqual({});
    expect(Object.keys(specs([entry('a', { target: null })]))).not.toContain('to-target');
    expect(specs()['to-target']!.data!.values.some(({ label }) => label === 'c')).toBe(false);
  });

  it('gives every contestant a look of its own, more than there are colours', () => {
    const labels = Array.from({ length: 9 }, (_, i) => `c${i}`);
    const many = specs(
      labels.map((label) => entry(label)),
      labels.map((contestant) => record({ contestant })),
    );
    const { color, strokeDash } = many['return-by-env-steps']!.layer![1]!.encoding;
    const looks = labels.map((_, i) =>
      JSON.stringify([color!.scale!.range![i], strokeDash!.scale!.range![i]]),
    );
    expect(new Set(looks).size).toBe(labels.length);
  });
});

describe('findArtist', () => {
  it('draws every chart as SVG, on white, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    const artist = (await findArtist())!;
    for (const chart of chartsOf('Cliff-v0', ENTRIES, RUNS)) {
      const svg = await artist.draw(chart.spec);
      expect(svg).toMatch(/^<svg [^]*<\/svg>$/);
      expect(svg).toContain('fill="#ffffff"');
      expect(svg).toContain('Cliff-v0');
      expect(svg).not.toContain('NaN');
    }
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('writeComparison', () => {
  const facts = { manyhands: '1', machine: null, command: [], seeds: [0, 1], jobs: 1, interrupted: false };
  const comparison = compareRuns({ entries: ENTRIES, leftOut: [] }, RUNS, facts);

  it('writes the figures, the runs and the charts', async () => {
    const directory = createComparisonDirectory(`${folder}/all`, new Date());
    const { files, hint } = await writeComparison(directory, ENTRIES, comparison);
    expect(hint).toBeNull();
    expect(files.map((file) => file.slice(directory.path.length + 1))).toEqual([
      ...[
        'comparison.json',
        'runs.csv',
        'Cliff-v0-return-by-env-steps.svg',
        'Cliff-v0-return-by-seconds.svg',
      ],
      ...['Cliff-v0-to-target.svg', 'Cliff-v0-final-returns.svg'],
    ]);
    expect(files.every((file) => existsSync(file))).toBe(true);
    expect(JSON.parse(readFileSync(directory.comparison, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(comparison)),
    );
  });

  it('writes all but the charts, and what to install, where nothing draws', async () => {
    const directory = createComparisonDirectory(`${folder}/bare`, new Date());
    const { files, hint } = await writeComparison(directory, ENTRIES, comparison, Promise.resolve(null));
    expect(files).toEqual([directory.comparison, directory.runsCsv]);
    expect(hint).toContain('npm install vega vega-lite');
  });
});
