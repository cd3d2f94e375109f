import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summarizeRounds } from '../../bench/measure.js';
import { figureKey, readReport, repeatedFigure } from '../../bench/report.js';
import { readBenchFile } from '../../src/plot/sources/bench-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { around, exampleReport, MACHINE, writeReport } from './support/example-report.js';

const folder = temporaryFolder();

function write(content: unknown): string {
  const path = join(folder, 'file.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const refusal = (message: string) => expect.objectContaining({ code: 'ERR_USAGE', message }) as Error;

describe('readReport', () => {
  it('gives what was written, with targets that were not reached', () => {
    const suites = {
      env: [summarizeRounds('steps', 'steps/s', [1, 2, 3], { numEnvs: 8, id: 'CartPole-v1' })],
      'end-to-end': [
        summarizeRounds('solved', 's from start', [1, Infinity, 2]),
        summarizeRounds('solved', 'env steps', [Infinity, Infinity]),
      ],
    };
    const path = writeReport(join(folder, 'round-trip.json'), suites);
    expect(readReport(path)).toEqual(exampleReport(suites));
    expect(readBenchFile(path)).toEqual({ ...exampleReport(suites), path });
  });

  it('knows what a suite could not measure', () => {
    const report = exampleReport({ env: [around('steps', 'steps/s', 1)] });
    const leftOut = { webgpu: 'no adapter' };
    const suites = { env: { ...report.suites['env']!, leftOut } };
    expect(readReport(write({ ...report, suites })).suites).toEqual(suites);
  });

  it('takes a file of a later version that says more', () => {
    const report = exampleReport({ env: [around('steps', 'steps/s', 1)] });
    expect(readReport(write({ ...report, more: 1, machine: { ...MACHINE, more: 1 } }))).toEqual(report);
  });

  it('says of a file without the figures of its rounds that it is old', () => {
    const path = write({ machine: MACHINE, suites: { env: [{ name: 'steps', unit: 'steps/s', value: 1 }] } });
    const got = 'one of an older version, without the figures of its rounds; measure again';
    expect(() => readReport(path)).toThrow(
      refusal(`${path}: expected a file of manyhands bench --out, got ${got}`),
    );
    expect(() => readBenchFile(path)).toThrow(
      refusal(
        `${path}: expected a run, a folder of runs, a comparison or a file of manyhands bench --out, got ${got}`,
      ),
    );
  });

  const figure = around('steps', 'steps/s', 1);
  it.each([
    { content: {}, got: 'machine: Invalid input: expected object, received undefined' },
    { content: 'not json', got: /Unexpected token .* is not valid JSON/ },
    { content: '', got: /Unexpected end of JSON input/ },
    { content: [], got: 'the file: Invalid input: expected object, received array' },
    {
      content: exampleReport({ env: [{ ...figure, figures: [] }] }),
      got: 'suites.env.figures.0.figures: Too small: expected array to have >=1 items',
    },
    {
      content: exampleReport({ env: [{ ...figure, better: 'sideways' as never }] }),
      got: 'suites.env.figures.0.better: Invalid option: expected one of "higher"|"lower"',
    },
    { content: exampleReport({ env: [figure, figure] }), got: "env with 'steps' twice" },
  ])('refuses what has $got', ({ content, got }) => {
    const path = write(content);
    const reason = typeof got === 'string' ? got.replaceAll(/[[\]|.]/g, '\\$&') : got.source;
    expect(() => readReport(path)).toThrow(
      new RegExp(`^${path}: expected a file of manyhands bench --out, got ${reason}$`),
    );
  });

  it('says what is not there', () => {
    expect(() => readReport(join(folder, 'nothing.json'))).toThrow(/nothing\.json: expected .*, got ENOENT/);
  });
});

describe('figureKey', () => {
  it('tells figures apart by suite, name, unit and what they were measured at', () => {
    const one = (name: string, unit: string, parameters?: Record<string, number>) =>
      summarizeRounds(name, unit, [1], parameters);
    const keys = [
      figureKey('a', one('x', 's')),
      figureKey('b', one('x', 's')),
      figureKey('a', one('y', 's')),
      figureKey('a', one('x', 'ms')),
      figureKey('a', one('x', 's', { actors: 1 })),
      figureKey('a', one('x', 's', { actors: 2 })),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(figureKey('a', one('x', 's', { actors: 1, envs: 2 }))).toBe(
      figureKey('a', one('x', 's', { envs: 2, actors: 1 })),
    );
  });

  it('finds the figure that is there twice', () => {
    const [a, b] = [summarizeRounds('a', 's', [1]), summarizeRounds('b', 's', [1])];
    expect(repeatedFigure('suite', [a, b])).toBeUndefined();
    expect(repeatedFigure('suite', [a, b, summarizeRounds('b', 's', [2])])).toBe('b');
  });
});
