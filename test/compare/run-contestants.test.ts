import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/compare/entries.js';
import { runContestants } from '../../src/compare/run-contestants.js';
import type { RunRecord } from '../../src/compare/run-record.js';
import { until } from '../runtime/support/until.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { entry } from './support/records.js';

const FAKE = fileURLToPath(new URL('./support/fake-train.js', import.meta.url));
const folder = temporaryFolder();
let numComparisons = 0;

/** An entry whose runs behave as `kind`. */
const entryThat = (kind: string, about: Partial<Entry> = {}): Entry =>
  entry(kind, {
    contestant: { label: kind, base: { kind: 'algorithm', name: 'dqn' }, set: [`fake=${kind}`] },
    ...about,
  });

function compare(entries: readonly Entry[], seeds: readonly number[], jobs = 1) {
  const directory = join(folder, String(numComparisons++));
  const controller = new AbortController();
  const ended: RunRecord[] = [];
  const finished = runContestants({
    ...{ entries, seeds, jobs, directory, common: { set: [] }, signal: controller.signal },
    command: [process.execPath, FAKE],
    onRun: (run) => ended.push(run),
  });
  return { directory, controller, ended, finished };
}

const named = (runs: readonly RunRecord[]) => runs.map(({ contestant, seed }) => `${contestant} ${seed}`);

describe('runContestants', () => {
  it('takes seed after seed, every other one in reverse, and gives the runs in the order of entries', async () => {
    const { ended, finished } = compare([entryThat('solve'), entryThat('miss')], [5, 6, 7]);
    const runs = await finished;
    expect(named(ended)).toEqual(['solve 5', 'miss 5', 'miss 6', 'solve 6', 'solve 7', 'miss 7']);
    expect(named(runs)).toEqual(['solve 5', 'solve 6', 'solve 7', 'miss 5', 'miss 6', 'miss 7']);
  });

  it('says of each run what became of it, and goes on after one that failed', async () => {
    const entries = [
      ...['solve', 'miss', 'fail', 'die', 'blind', 'garble'].map((kind) => entryThat(kind)),
      entryThat('train', { target: null }),
    ];
    const { finished } = compare(entries, [0]);
    expect((await finished).map(({ outcome, error }) => [outcome, error])).toEqual([
      ['solved', null],
      ['unsolved', null],
      ['failed', 'loss: expected a number, got NaN'],
      ['failed', 'ended by SIGKILL'],
      ['failed', 'it left no evaluations'],
      [
        'failed',
        expect.stringMatching(
          /evaluations\.csv line 1: expected a header with time_seconds, .*, got "\\u0000\\u0000"$/,
        ),
      ],
      ['trained', null],
    ]);
  });

  it('reads the evaluations of each run and keeps its summary', async () => {
    const [run] = await compare([entryThat('solve')], [9]).finished;
    expect(run).toMatchObject({
      summary: { seed: 9 },
      evaluations: [
        { envSteps: 100, seconds: 0.5, meanReturn: 10 },
        { envSteps: 200, seconds: 1, meanReturn: 90 },
      ],
    });
  });

  it('gives runs whose labels look alike directories of their own', async () => {
    const odd = ['a b', 'a/b'].map((label) =>
      entryThat('solve', { contestant: { ...entryThat('solve').contestant, label } }),
    );
    const runs = await compare(odd, [0]).finished;
    expect(new Set(runs.map(({ run }) => run)).size).toBe(2);
    const given = readFileSync(join(runs[1]!.run, 'arguments'), 'utf8').split('\n');
    expect(given.slice(0, 3)).toEqual(['train', '--json', '--quiet']);
    expect(given).toEqual(
      expect.arrayContaining(['--algo', 'dqn', '--env', 'Cliff-v0', '--metrics-port', 'off']),
    );
  });

  it('stops what is under way and begins nothing more, with what has ended kept', async () => {
    const { controller, finished, directory } = compare([entryThat('solve'), entryThat('wait')], [0, 1]);
    await until(
      () => existsSync(join(directory, 'Cliff-v0', '2-wait', 'seed-0', 'ready')),
      'a run under way',
    );
    controller.abort();
    const runs = await finished;
    expect(runs.map(({ contestant, outcome }) => [contestant, outcome])).toEqual([
      ['solve', 'solved'],
      ['wait', 'interrupted'],
    ]);
  });

  it('does not call failed what died of being stopped before it could listen', async () => {
    const { controller, finished, directory } = compare([entryThat('deaf')], [0]);
    await until(
      () => existsSync(join(directory, 'Cliff-v0', '1-deaf', 'seed-0', 'ready')),
      'a run under way',
    );
    controller.abort();
    expect(await finished).toMatchObject([{ outcome: 'interrupted', error: null, summary: null }]);
  });

  it('has as many runs at a time as there are jobs', async () => {
    const { controller, finished, directory } = compare([entryThat('wait')], [0, 1, 2], 2);
    const isReady = (seed: number) =>
      existsSync(join(directory, 'Cliff-v0', '1-wait', `seed-${seed}`, 'ready'));
    await until(() => isReady(0) && isReady(1), 'two runs under way');
    expect(isReady(2)).toBe(false);
    controller.abort();
    expect((await finished).length).toBe(2);
  });
});
