import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { train } from '../../src/index.js';
import { latestRun } from '../../src/runtime/latest-run.js';
import { openRecordedRun, readSummary } from '../../src/runtime/recorded-run.js';
import { RecordedFeed } from '../../src/runtime/recorded-feed.js';
import { runDirectoryAt, type RunDirectory } from '../../src/runtime/run-directory.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const original = join(folder, 'original');
beforeAll(async () => {
  await train({
    algorithm: { name: 'ppo' },
    evaluation: { targetReturn: 'none', episodes: 2 },
    run: { steps: 2048, out: original },
  });
});

let directory: RunDirectory;
beforeEach(() => {
  directory = runDirectoryAt(join(folder, String(readdirSync(folder).length)));
  cpSync(original, directory.path, { recursive: true });
});
const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, 'utf8')));

const refusal = async (path: string): Promise<unknown> =>
  RecordedFeed.open(path, () => undefined).then(
    (feed) => {
      feed.close();
      throw new Error(`${path}: expected to be refused`);
    },
    (error: unknown) => error,
  );

describe('openRecordedRun', () => {
  it('reads a config with settings that this version does not know', async () => {
    edit(directory.config, (text) => `${text.replace(/^run:$/m, 'run:\n  mood: good')}more:\n  - 1\n`);
    const { description, facts, logIntervalSeconds } = await openRecordedRun(directory.path);
    expect(description).toMatchObject({ algorithm: 'ppo', steps: 2048, name: directory.name });
    expect(facts).toEqual({ stepsPerBlock: expect.any(Number) as number, replayCapacity: null });
    expect(logIntervalSeconds).toBe(1);
  });

  it('takes the start of the run from its list of episodes, and else from its config', async () => {
    edit(directory.episodes, (text) => text.replace(/"t_start": [0-9.]+/, '"t_start": 1700000000.25'));
    expect((await openRecordedRun(directory.path)).description.startedAtMilliseconds).toBe(1700000000250);
    rmSync(directory.episodes);
    utimesSync(directory.config, 1.6e9, 1.6e9);
    expect((await openRecordedRun(directory.path)).description.startedAtMilliseconds).toBe(1.6e12);
  });
});

describe('a directory that is not to be read', () => {
  it.each([
    ['is not there', (path: string) => rmSync(path, { recursive: true }), 'nothing there'],
    ['holds something else', ({}, { config }: RunDirectory) => rmSync(config), 'no config.yaml in it'],
    [
      'is a file',
      (path: string) => {
        rmSync(path, { recursive: true });
        writeFileSync(path, 'text');
      },
      'no config.yaml in it',
    ],
  ] as [string, (path: string, directory: RunDirectory) => void, string][])(
    'is a mistake of the caller if it %s',
    async (_, damage, got) => {
      damage(directory.path, directory);
      expect(await refusal(directory.path)).toMatchObject({
        code: 'ERR_USAGE',
        message: `${directory.path}: expected the directory of a run that manyhands train wrote, got ${got}`,
      });
    },
  );

  it.each<[string, keyof RunDirectory, (text: string) => string, string]>([
    [
      'config that is no YAML',
      'config',
      () => 'a: [',
      'config.yaml: expected what manyhands train writes, got Flow',
    ],
    ['config of a list', 'config', () => '- 1', 'got the file: '],
    [
      'config that was cut off',
      'config',
      (text) => text.slice(0, 40),
      'config.yaml: expected what manyhands',
    ],
    ['config with auto', 'config', (text) => text.replace(/steps: \d+/, 'steps: auto'), 'got run.steps: '],
    [
      'summary that is no JSON',
      'summary',
      (text) => text.slice(1),
      'summary.json: expected what manyhands train',
    ],
    ['summary without an end', 'summary', (text) => text.replace('"reason"', '"cause"'), 'got reason: '],
    [
      'log of something else',
      'progress',
      () => 'r,l,t\n1,2,3\n',
      'line 1: expected a header with time_seconds',
    ],
    [
      'log with a word in it',
      'progress',
      (text) => text.replace(/\n\d/, '\nx'),
      'line 2: expected numbers, got "x',
    ],
    ['evaluation cut short', 'evaluations', (text) => `${text}1\n`, 'line 3: expected 9 cells, got "1"'],
  ])('has a %s', async (_, file, damage, message) => {
    edit(directory[file], damage);
    const error = (await refusal(directory.path)) as Error;
    expect(error).toMatchObject({
      code: 'ERR_RUN_DIRECTORY',
      message: expect.stringContaining(message) as string,
    });
    expect(error.message).toContain(directory.path);
    expect(error.message).not.toContain('\n');
  });

  it.each([
    ['manifest', join('2048', 'manifest.json'), '{'],
    ['pointer', 'best', '../..'],
  ])('has a damaged %s', async (_, file, text) => {
    writeFileSync(join(directory.checkpoints, file), text);
    const error = (await refusal(directory.path)) as Error;
    expect(error).toMatchObject({ code: 'ERR_CHECKPOINT_CORRUPT' });
    expect(error.message).not.toContain('\n');
  });

  it('has folders where files are to be', async () => {
    // In the order opposite to that in which they are read.
    for (const file of ['progress', 'summary', 'episodes', 'config'] as const) {
      rmSync(directory[file]);
      mkdirSync(directory[file]);
      expect(await refusal(directory.path), file).toMatchObject({
        code: 'ERR_RUN_DIRECTORY',
        message: expect.stringMatching(`^${directory[file]}: expected a file to read, got EISDIR`) as string,
      });
    }
  });
});

describe('readSummary', () => {
  it('is undefined while there is none', () => {
    expect(readSummary(directory)).toMatchObject({
      environment: 'CartPole-v1',
      reason: 'steps',
      envSteps: 2048,
    });
    rmSync(directory.summary);
    expect(readSummary(directory)).toBeUndefined();
  });
});

describe('latestRun', () => {
  it('is the run that was begun last, whatever else was written since', () => {
    const runs = join(folder, 'runs');
    for (const [name, begunAt] of [
      ['first', 1000],
      ['third', 3000],
      ['second', 2000],
    ] as const) {
      const { path, config } = runDirectoryAt(join(runs, name));
      mkdirSync(path, { recursive: true });
      writeFileSync(config, '');
      utimesSync(config, begunAt, begunAt);
    }
    mkdirSync(join(runs, 'no run'));
    writeFileSync(join(runs, 'notes.txt'), '');
    expect(latestRun(runs)).toBe(join(runs, 'third'));
  });

  it.each(['nowhere', 'empty', 'file'])('is a mistake of the caller without any: %s', (name) => {
    const path = join(folder, name);
    if (name === 'empty') mkdirSync(path);
    if (name === 'file') writeFileSync(path, '');
    expect(() => latestRun(path)).toThrow(
      expect.objectContaining({
        code: 'ERR_USAGE',
        message: `latest: expected a run in ${path}, got none; give the directory of one`,
      }) as Error,
    );
  });
});
