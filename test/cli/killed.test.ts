import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadPolicy } from '../../src/index.js';
import { openEvaluationsCsv } from '../../src/metrics/evaluations-csv.js';
import { MonitorCsv } from '../../src/metrics/monitor-csv.js';
import { openProgressCsv, PROGRESS_COLUMNS, type ProgressRow } from '../../src/metrics/progress-csv.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { runDirectoryAt, type RunDirectory } from '../../src/runtime/run-directory.js';
import { readRecords, readRows } from '../runtime/support/run-files.js';
import { runCli, startCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();

/** Starts a run that does not end, and kills it when `isTime`. @returns its directory and what it said, line by line */
async function killedRun(
  name: string,
  isTime: (directory: RunDirectory, lines: readonly string[]) => boolean,
  settings: readonly string[] = [],
) {
  const directory = runDirectoryAt(join(folder, name));
  const { child, ended } = startCli([
    ...['train', '--target-return', '501', '--eval-episodes', '2', '--steps', '1000000000'],
    ...['--metrics-port', 'off', '--out', directory.path],
    ...settings,
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  createInterface(child.stderr!).on('line', (line) => lines.push(line));
  while (!isTime(directory, lines)) await sleep(10);
  child.kill('SIGKILL');
  await ended;
  return { directory, lines };
}

const numLines = (path: string): number =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;

/** Rows that a notebook would read: a kill may cut the last line in two. */
const wholeRows = (path: string): readonly string[] => readFileSync(path, 'utf8').split(/\r?\n/).slice(0, -1);

const EMPTY_ROW = Object.fromEntries(
  PROGRESS_COLUMNS.map((column) => [column, null]),
) as unknown as ProgressRow;

/** Opens every file of the run as another process would, and adds a row. */
function goOn({ progress, episodes, evaluations }: RunDirectory): void {
  const progressFile = openProgressCsv(progress);
  progressFile.append({ ...EMPTY_ROW, envSteps: 77 });
  progressFile.close();
  const monitor = new MonitorCsv(episodes, 'CartPole-v1');
  monitor.append(1, [77], [77]);
  monitor.close();
  const evaluationsFile = openEvaluationsCsv(evaluations);
  const when = { timeSeconds: 77, envSteps: 77, updates: 77, policyVersion: 77 };
  evaluationsFile.append({ ...when, episodes: 2, seed: 0, meanReturn: 77, stdReturn: 0, minReturn: 77 });
  evaluationsFile.close();
}

/** All files are whole, each on its own and taken up again. */
function expectWholeFiles(directory: RunDirectory): void {
  const { progress, evaluations, episodes, tensorboard } = directory;
  const before = [progress, evaluations, episodes].map((path) => wholeRows(path));
  for (const lines of before)
    for (const line of lines)
      if (!line.startsWith('#')) expect(line.split(',')).toHaveLength(lines.at(-1)!.split(',').length);
  goOn(directory);
  const after = [progress, evaluations, episodes].map((path) => wholeRows(path));
  for (const [i, lines] of after.entries()) {
    expect(lines.slice(0, -1)).toEqual(before[i]);
    expect(lines.at(-1)).toContain('77');
  }
  expect(readRows(progress).at(-1)).toMatchObject({ env_steps: '77', loss: '' });
  const [events] = readdirSync(tensorboard);
  const records = readRecords(join(tensorboard, events!));
  expect(records[0]!.toString('latin1')).toContain('brain.Event:2');
  expect(resolveConfig({ file: directory.config }).evaluation.targetReturn).toBe(501);
  expect(existsSync(directory.summary)).toBe(false);
}

const stepsSaid = (line: string): number => Number(/^([\d,]+) steps/.exec(line)![1]!.replaceAll(',', ''));

describe('a run that is killed', () => {
  it('leaves all but its last moments, whole, with a policy that can be played', async () => {
    const { directory, lines } = await killedRun(
      'late',
      // A line of progress a second, and all that can be there.
      ({ checkpoints, evaluations }, said) =>
        said.length >= 4 && existsSync(join(checkpoints, 'best')) && numLines(evaluations) > 1,
      ['--set', 'run.checkpointEverySteps=4096', '--set', 'evaluation.everySteps=2048'],
    );
    // Written by the thread that wrote these lines, a second apart: by the last, what the third last told was in the files.
    const steps = stepsSaid(lines.at(-3)!);
    const progress = readRows(directory.progress);
    const reached = progress.find((row) => Number(row['env_steps']) >= steps);
    expect(reached, `a row of ${steps} steps`).toBeDefined();
    const written = progress.find((row) => Number(row['env_steps']) >= stepsSaid(lines.at(-4)!))!;
    expect(numLines(directory.episodes) - 2).toBeGreaterThanOrEqual(Number(written['episodes']));
    const [events] = readdirSync(directory.tensorboard);
    expect(readRecords(join(directory.tensorboard, events!)).length).toBeGreaterThan(
      progress.indexOf(reached!),
    );

    expectWholeFiles(directory);
    expect(loadPolicy(directory.path).environment).toBe('CartPole-v1');
    const { code, stdout } = await runCli(['eval', directory.path, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ environment: 'CartPole-v1', episodes: 2 });
  });

  it('leaves whole files also in its first second, and says that there is no policy yet', async () => {
    const { directory } = await killedRun('early', ({ progress }) => numLines(progress) > 1);
    expect(readRows(directory.progress).length).toBeGreaterThan(0);
    expectWholeFiles(directory);
    const { code, stderr } = await runCli(['eval', directory.path]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^manyhands: .*expected .*checkpoint/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
