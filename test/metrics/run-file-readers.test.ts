import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEpisodes } from '../../src/metrics/episodes-reader.js';
import { openEvaluationsCsv } from '../../src/metrics/evaluations-csv.js';
import { readEvaluations } from '../../src/metrics/evaluations-reader.js';
import { MonitorCsv } from '../../src/metrics/monitor-csv.js';
import { openProgressCsv, PROGRESS_COLUMNS, type ProgressRow } from '../../src/metrics/progress-csv.js';
import { readProgress, readProgressColumns } from '../../src/metrics/progress-reader.js';
import { forEachLine } from '../../src/metrics/whole-lines.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let numFiles = 0;
const newPath = (): string => join(folder, `${numFiles++}.csv`);

function fileWith(text: string): string {
  const path = newPath();
  writeFileSync(path, text);
  return path;
}

const row = (values: Partial<ProgressRow>): ProgressRow =>
  ({ ...Object.fromEntries(PROGRESS_COLUMNS.map((column) => [column, null])), ...values }) as ProgressRow;

const refuses = (read: (path: string) => unknown, path: string, message: string): void => {
  expect(() => read(path)).toThrow(
    expect.objectContaining({ code: 'ERR_RUN_DIRECTORY', message: `${path} ${message}` }),
  );
};

describe('readProgress', () => {
  it('gives back what was written, to the bit', () => {
    const path = newPath();
    const rows = [
      row({ timeSeconds: 1.5, envSteps: 100, loss: 0.1 + 0.2 }),
      row({ timeSeconds: 2.5, envSteps: 2 ** 53, loss: -Infinity, gradientNorm: Infinity, epsilon: 1e-300 }),
    ];
    const file = openProgressCsv(path);
    for (const written of rows) file.append(written);
    file.append(row({ timeSeconds: 3, envSteps: 1, loss: NaN }));
    file.close();
    expect(readProgress(path)).toEqual([...rows, row({ timeSeconds: 3, envSteps: 1 })]);
  });

  it('finds columns by name: others are passed over, those of an older run are null', () => {
    const path = fileWith('loss,unheard_of,env_steps,time_seconds\n0.5,7,100,1\n');
    expect(readProgress(path)).toEqual([row({ timeSeconds: 1, envSteps: 100, loss: 0.5 })]);
    const { numRows, columns } = readProgressColumns(path);
    expect(numRows).toBe(1);
    expect(columns.loss).toEqual(Float64Array.of(0.5));
    expect(columns.entropy).toEqual(Float64Array.of(NaN));
  });

  it('passes over a last line that is still being written', () => {
    const path = fileWith('time_seconds,env_steps\n1,100\n2,2');
    expect(readProgress(path).map(({ envSteps }) => envSteps)).toEqual([100]);
    appendFileSync(path, '00\n');
    expect(readProgress(path).map(({ envSteps }) => envSteps)).toEqual([100, 200]);
  });

  it.each([
    { what: 'a file that is not there yet', text: null },
    { what: 'an empty file', text: '' },
    { what: 'half a header', text: 'time_seconds,env_st' },
    { what: 'a header alone', text: 'time_seconds,env_steps\n' },
  ])('has no rows of $what', ({ text }) => {
    expect(readProgress(text === null ? newPath() : fileWith(text))).toEqual([]);
  });

  it('reads what Python writes for numbers that are none', () => {
    const path = fileWith('time_seconds,env_steps,loss\r\n1,1,nan\r\n2,2,+inf\r\n3,3,-inf\r\n4,4, \r\n');
    expect(readProgress(path).map(({ loss }) => loss)).toEqual([null, Infinity, -Infinity, null]);
  });

  it('names file, line and what was expected of a damaged one', () => {
    const header = 'time_seconds,env_steps\n';
    refuses(
      readProgress,
      fileWith('a,b\n1,2\n'),
      'line 1: expected a header with time_seconds, env_steps, got "a,b"',
    );
    refuses(readProgress, fileWith(`${header}1,2\n3\n`), 'line 3: expected 2 cells, got "3"');
    refuses(readProgress, fileWith(`${header}1,2\n3,4,5\n`), 'line 3: expected 2 cells, got "3,4,5"');
    refuses(readProgress, fileWith(`${header}1,x\n`), 'line 2: expected numbers, got "1,x"');
    refuses(readProgress, fileWith(`${header}\n`), 'line 2: expected 2 cells, got ""');
    refuses(
      readProgress,
      fileWith(`${header}1,${'y'.repeat(1000)}\n`),
      `line 2: expected numbers, got "1,${'y'.repeat(118)}"`,
    );
  });

  it('names a path that is no file', () => {
    expect(() => readProgress(folder)).toThrow(/: expected a file to read, got EISDIR/);
    expect(() => readProgress(folder)).toThrow(expect.objectContaining({ code: 'ERR_RUN_DIRECTORY' }));
  });
});

describe('readEvaluations', () => {
  it('gives back what was written', () => {
    const path = newPath();
    const counts = { updates: 5, policyVersion: 3, episodes: 100, seed: 7 };
    const returns = { meanReturn: 475.25, stdReturn: 0, minReturn: -1.5 };
    const written = { timeSeconds: 1.25, envSteps: 1000, ...counts, ...returns };
    const file = openEvaluationsCsv(path);
    file.append(written);
    file.append({ ...written, meanReturn: -Infinity });
    file.close();
    expect(readEvaluations(path)).toEqual([written, { ...written, meanReturn: -Infinity }]);
  });

  it('has NaN where an older run has no column', () => {
    const [only] = readEvaluations(fileWith('time_seconds,env_steps,mean_return\n1,2,3\n'));
    expect(only).toMatchObject({ timeSeconds: 1, envSteps: 2, meanReturn: 3, stdReturn: NaN });
  });

  it('refuses a file of another kind', () => {
    refuses(
      readEvaluations,
      fileWith('time_seconds,env_steps\n'),
      'line 1: expected a header with time_seconds, env_steps, mean_return, got "time_seconds,env_steps"',
    );
  });
});

describe('readEpisodes', () => {
  it('gives back what was written', () => {
    const path = newPath();
    let now = 1_700_000_000_000;
    const file = new MonitorCsv(path, 'Cart "Pole"-v1', () => now);
    now += 1250;
    // Both since the file was made: spread evenly over that time.
    file.append(2, [9.5, -Infinity], [12, 200]);
    file.append(1, [NaN], [1]);
    file.close();
    expect(readEpisodes(path)).toEqual({
      startSeconds: 1_700_000_000,
      environment: 'Cart "Pole"-v1',
      returns: Float64Array.of(9.5, -Infinity, NaN),
      lengths: Float64Array.of(12, 200, 1),
      times: Float64Array.of(0.625, 1.25, 1.25),
    });
  });

  it('reads what Stable-Baselines3 writes, with columns of its own', () => {
    const path = fileWith('#{"t_start": 1.5, "env_id": "A-v0"}\nr,l,t,lives\r\n1.0,2,3.5,9\r\n');
    expect(readEpisodes(path)).toMatchObject({ startSeconds: 1.5, returns: Float64Array.of(1) });
  });

  it.each([null, '', '#{"t_start"', '#{"t_start": 1.5, "env_id": "A-v0"}\nr,l'])(
    'has no episodes of a file that has only begun: %j',
    (text) => {
      const { returns, lengths, times } = readEpisodes(text === null ? newPath() : fileWith(text));
      expect([returns.length, lengths.length, times.length]).toEqual([0, 0, 0]);
    },
  );

  it('names file, line and what was expected of a damaged one', () => {
    const first = 'line 1: expected #{"t_start": <Unix time>, "env_id": "<environment>"}, got';
    refuses(readEpisodes, fileWith('r,l,t\n'), `${first} "r,l,t"`);
    refuses(
      readEpisodes,
      fileWith('#{"t_start": "x", "env_id": "A"}\n'),
      `${first} "#{\\"t_start\\": \\"x\\", \\"env_id\\": \\"A\\"}"`,
    );
    const about = '#{"t_start": 1.5, "env_id": "A-v0"}\n';
    refuses(readEpisodes, fileWith(`${about}r,t\n`), 'line 2: expected a header with r, l, t, got "r,t"');
    refuses(readEpisodes, fileWith(`${about}r,l,t\n1,2,3\n1,2\n`), 'line 4: expected 3 cells, got "1,2"');
  });

  it('keeps a million of them at 24 bytes each', () => {
    const path = newPath();
    const lines = Array.from({ length: 1_000_000 }, (_, i) => `${i % 500}.0,${i % 500},${i}.25\r\n`);
    writeFileSync(path, `#{"t_start": 1.5, "env_id": "A-v0"}\nr,l,t\r\n${lines.join('')}`);
    const { returns, times } = readEpisodes(path);
    expect(returns.byteLength).toBe(8_000_000);
    expect([returns[999_999], times[999_999]]).toEqual([499, 999_999.25]);
  });
});

describe('forEachLine', () => {
  it('keeps lines whole, and letters of several bytes, wherever a piece of the file ends', () => {
    const lines = Array.from({ length: 120_000 }, (_, i) => `${'ä€𝄞'.repeat(i % 4)}${i}`);
    // A line longer than what is read at once.
    lines.push('ö'.repeat(3_000_000), 'end');
    const path = fileWith(`${lines.join('\n')}\ntorn`);
    const found: string[] = [];
    expect(forEachLine(path, (line, number) => (found[number - 1] = line))).toBe(true);
    expect(found.length).toBe(lines.length);
    expect(found.every((line, i) => line === lines[i])).toBe(true);
  });
});
