import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CsvFile, snakeCase } from '../../src/metrics/csv.js';
import { EVALUATION_COLUMNS, openEvaluationsCsv } from '../../src/metrics/evaluations-csv.js';
import { openProgressCsv, PROGRESS_COLUMNS, type ProgressRow } from '../../src/metrics/progress-csv.js';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'manyhands-csv-')), 'file.csv');
});
afterEach(() => {
  rmSync(join(path, '..'), { recursive: true });
});

const content = () => readFileSync(path, 'utf8');

describe('CsvFile', () => {
  it('writes one header and the cells of each row in its order', () => {
    const file = new CsvFile(path, ['envSteps', 'loss']);
    file.append({ loss: 0.5, envSteps: 1000 });
    file.flush();
    expect(content()).toBe('env_steps,loss\n1000,0.5\n');
    file.close();
    const again = new CsvFile(path, ['envSteps', 'loss']);
    again.append({ envSteps: 2000, loss: null });
    again.close();
    expect(content()).toBe('env_steps,loss\n1000,0.5\n2000,\n');
  });

  it('has its header from the beginning', () => {
    const file = new CsvFile(path, ['envSteps', 'loss']);
    expect(content()).toBe('env_steps,loss\n');
    file.close();
  });

  it('writes numbers that read back to the same bits, and leaves what is none empty', () => {
    const file = new CsvFile(path, ['x']);
    const values = [0.1 + 0.2, -0, 1e-300, 2 ** 53, 123456789.125, Infinity, -Infinity, NaN, null];
    for (const x of values) file.append({ x });
    file.close();
    const cells = content().trimEnd().split('\n').slice(1, -2);
    expect(cells.slice(0, 5).map(Number)).toEqual([0.1 + 0.2, 0, 1e-300, 2 ** 53, 123456789.125]);
    expect(content().endsWith('\ninf\n-inf\n\n\n')).toBe(true);
  });

  it('refuses a file with other columns and leaves it alone', () => {
    writeFileSync(path, 'a,b\n1,2\n3');
    expect(() => new CsvFile(path, ['a', 'c'])).toThrow(
      expect.objectContaining({
        code: 'ERR_RUN_DIRECTORY',
        message: `${path}: expected the columns a,c, got "a,b\\n"`,
      }),
    );
    expect(content()).toBe('a,b\n1,2\n3');
  });
});

describe('snakeCase', () => {
  it.each([
    ['envStepsPerSecond', 'env_steps_per_second'],
    ['qValueMean', 'q_value_mean'],
    ['seed', 'seed'],
  ])('%s -> %s', (camelCase, wanted) => {
    expect(snakeCase(camelCase)).toBe(wanted);
  });
});

describe('the CSV files of a run', () => {
  it('have a row of progress with every column, also before anything was measured', () => {
    const file = openProgressCsv(path);
    const row = Object.fromEntries(
      PROGRESS_COLUMNS.map((column) => [column, null]),
    ) as unknown as ProgressRow;
    file.append({ ...row, timeSeconds: 0.5, learnerWaitRatio: 0.25 });
    file.close();
    const [header, cells] = content()
      .split('\n')
      .map((line) => line.split(','));
    expect(header).toHaveLength(PROGRESS_COLUMNS.length);
    expect(cells).toHaveLength(PROGRESS_COLUMNS.length);
    expect(cells![0]).toBe('0.5');
    expect(cells![header!.indexOf('learner_wait_ratio')]).toBe('0.25');
  });

  it('have a row for an evaluation', () => {
    const file = openEvaluationsCsv(path);
    file.append({
      timeSeconds: 1.5,
      envSteps: 20_000,
      updates: 5000,
      policyVersion: 80,
      episodes: 100,
      seed: 7,
      meanReturn: 480.25,
      stdReturn: 30.5,
      minReturn: 300,
    });
    file.close();
    expect(content()).toBe(
      'time_seconds,env_steps,updates,policy_version,episodes,seed,mean_return,std_return,min_return\n' +
        '1.5,20000,5000,80,100,7,480.25,30.5,300\n',
    );
  });

  it('are documented column by column', () => {
    const page = readFileSync('docs/metrics.md', 'utf8');
    const files = page.slice(page.indexOf('## Files'));
    for (const column of [...PROGRESS_COLUMNS, ...EVALUATION_COLUMNS])
      expect(files).toContain(`\`${snakeCase(column)}\``);
  });
});
