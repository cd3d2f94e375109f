import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CsvFile } from '../../src/metrics/csv.js';
import { GrowingCsv } from '../../src/metrics/growing-csv.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let path: string;
let numFiles = 0;
beforeEach(() => {
  path = join(folder, `${numFiles++}.csv`);
});

const COLUMNS = ['timeSeconds', 'envSteps', 'loss', 'entropy'] as const;
const growing = () => new GrowingCsv(path, COLUMNS, ['timeSeconds', 'envSteps']);
const refused = (message: string) => expect.objectContaining({ code: 'ERR_RUN_DIRECTORY', message }) as Error;

describe('GrowingCsv', () => {
  it('follows what CsvFile writes', () => {
    const csv = growing();
    expect(csv.read()).toEqual([]);
    const file = new CsvFile(path, ['envSteps', 'other', 'timeSeconds', 'loss']);
    file.flush();
    expect(csv.read()).toEqual([]);
    expect(COLUMNS.map((column) => csv.has(column))).toEqual([true, true, true, false]);
    file.append({ envSteps: 32, other: 7, timeSeconds: 0.5, loss: null });
    file.append({ envSteps: 64, other: null, timeSeconds: 1, loss: -Infinity });
    file.flush();
    expect(csv.read()).toEqual([
      { timeSeconds: 0.5, envSteps: 32, loss: null, entropy: null },
      { timeSeconds: 1, envSteps: 64, loss: null, entropy: null },
    ]);
    expect(csv.read()).toEqual([]);
    file.append({ envSteps: 96, other: 0, timeSeconds: 2, loss: 1.5e-7 });
    file.close();
    expect(csv.read()).toEqual([{ timeSeconds: 2, envSteps: 96, loss: 1.5e-7, entropy: null }]);
  });

  it.each([
    [
      'a header of something else',
      'r,l,t\n',
      'line 1: expected a header with time_seconds, env_steps, got "r,l,t"',
    ],
    ['a row that does not fit', 'time_seconds,env_steps\n1,2\n3\n', 'line 3: expected 2 cells, got "3"'],
    ['a word', 'time_seconds,env_steps\n1,two\n', 'line 2: expected numbers, got "1,two"'],
    [
      'an empty cell that must not be',
      'time_seconds,env_steps\n1,2\n,4\n',
      'line 3: expected a number for time_seconds, got none',
    ],
  ])('refuses %s, by its line', (_, text, message) => {
    appendFileSync(path, text);
    expect(() => growing().read()).toThrow(refused(`${path} ${message}`));
  });

  it('counts lines on from call to call', () => {
    const csv = growing();
    appendFileSync(path, 'time_seconds,env_steps\n1,2\n');
    csv.read();
    appendFileSync(path, '2,\n');
    expect(() => csv.read()).toThrow(refused(`${path} line 3: expected a number for env_steps, got none`));
  });
});
