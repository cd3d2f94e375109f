import { appendFileSync, cpSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunHistory } from '../../src/dashboard/protocol.js';
import type { RunFeed } from '../../src/dashboard/run-feed.js';
import type { AlgorithmConfig } from '../../src/learner/algorithms/config.js';
import { weightsSha256Of } from '../../src/learner/checkpoints/sha256.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { LiveFeed } from '../../src/runtime/live-feed.js';
import { RecordedFeed } from '../../src/runtime/recorded-feed.js';
import { runDirectoryAt, type RunDirectory } from '../../src/runtime/run-directory.js';
import type { RunSummary } from '../../src/runtime/run-summary.js';
import { finishRun, startRun } from '../../src/runtime/train.js';
import type { DeepPartial } from '../../src/shared/config/deep-partial.js';
import type { RunConfig } from '../../src/shared/config/run-config.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { follow } from './support/followed-run.js';

const folder = temporaryFolder();
const USER_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
const POLL_MILLISECONDS = 1000;

interface RanRun {
  readonly directory: RunDirectory;
  readonly live: LiveFeed;
  readonly summary: RunSummary;
}

async function ran(name: string, settings: DeepPartial<RunConfig<AlgorithmConfig>>): Promise<RanRun> {
  const out = join(folder, name);
  const run = await startRun(resolveConfig({ settings: { ...settings, run: { ...settings.run, out } } }));
  const live = new LiveFeed(run);
  return { directory: run.directory, live, summary: await finishRun(run) };
}

const opened: RecordedFeed[] = [];
async function open(path: string, onDamage: (error: unknown) => void = refuse): Promise<RecordedFeed> {
  const feed = await RecordedFeed.open(path, onDamage);
  opened.push(feed);
  return feed;
}
function refuse(error: unknown): void {
  throw error;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  for (const feed of opened.splice(0)) feed.close();
  vi.useRealTimers();
});

/** What both feeds know, and what only the files or only the process do. */
function expectSameRun(recorded: RunFeed, live: RunFeed): void {
  const { startedAtMilliseconds, ...description } = recorded.description;
  expect(live.description).toMatchObject(description);
  expect(startedAtMilliseconds - live.description.startedAtMilliseconds).toBeGreaterThanOrEqual(0);
  const [recordedHistory, liveHistory] = [recorded.history(), live.history()];
  const { evaluations, ending, isLive } = recordedHistory;
  expect(evaluations).toEqual(liveHistory.evaluations);
  expect({ ending, isLive }).toEqual({ ending: liveHistory.ending, isLive: false });
  const lastOf = ({ readings }: RunHistory) => {
    const { envSteps, episodes, updates, samples, policyVersion, loss, replaySize } = readings.at(-1)!;
    return { envSteps, episodes, updates, samples, policyVersion, loss, replaySize };
  };
  expect(lastOf(recordedHistory)).toEqual(lastOf(liveHistory));
  const checkpointsOf = ({ incidents }: RunHistory) =>
    incidents.flatMap((incident) => (incident.kind === 'checkpoint' ? [incident.checkpoint] : [])).sort();
  expect(checkpointsOf(recordedHistory)).toEqual(checkpointsOf(liveHistory));
}

describe('RecordedFeed, of a run that is over', () => {
  it.each<[string, DeepPartial<RunConfig<AlgorithmConfig>>]>([
    ['dqn', { evaluation: { targetReturn: 20, episodes: 5, everySteps: 1024 } }],
    [
      'ppo',
      {
        algorithm: { name: 'ppo' },
        env: { id: 'Pendulum-v1' },
        evaluation: { targetReturn: -1, episodes: 2 },
      },
    ],
    ['impala', { algorithm: { name: 'impala' }, evaluation: { targetReturn: 'none', episodes: 2 } }],
    [
      'reinforce',
      {
        algorithm: { name: 'reinforce' },
        env: { id: 'Faulty-v0', module: USER_MODULE, maxEpisodeSteps: 50 },
        evaluation: { targetReturn: 'none', episodes: 2 },
      },
    ],
  ])('says what its live feed said: %s', async (name, settings) => {
    vi.useRealTimers();
    const { directory, live, summary } = await ran(name, {
      ...settings,
      run: { steps: 4096, keepCheckpoints: 9 },
    });
    const feed = await open(directory.path);
    expectSameRun(feed, live);
    expect(JSON.parse(JSON.stringify(feed.history()))).toEqual(feed.history());
    // The result is the best, unless there was never an evaluation before the last weights, which are it then.
    const checkpoint = feed.weights('best') ?? feed.weights('newest');
    expect(checkpoint).toEqual(live.weights('best') ?? live.weights('newest'));
    if (name === 'dqn') expect(weightsSha256Of(checkpoint!.parameters)).toBe(summary.weightsSha256);
    expect(feed.weights('8')).toBeUndefined();
  });
});

describe('RecordedFeed, of a run that another process writes', () => {
  let original: RanRun;
  let progress: readonly string[];
  let directory: RunDirectory;
  let numCopies = 0;
  beforeAll(async () => {
    const evaluation = { targetReturn: 'none', episodes: 2 } as const;
    original = await ran('original', { algorithm: { name: 'a2c' }, evaluation, run: { steps: 8192 } });
    // As of a slow machine: rows enough, whatever this one has.
    const lines = readFileSync(original.directory.progress, 'utf8').trimEnd().split('\n');
    const [, , ...cells] = lines.at(-1)!.split(',');
    const rows = [1, 2, 3, 4, 5, 6].map((i) => [i / 8, 512 * i, ...cells].join());
    progress = [lines[0]!, ...rows];
  });
  beforeEach(() => {
    // As it was at some moment: without its end, its last rows and any checkpoint.
    directory = runDirectoryAt(join(folder, `copy-${numCopies++}`));
    cpSync(original.directory.path, directory.path, { recursive: true });
    for (const path of [directory.summary, directory.evaluations, directory.checkpoints])
      rmSync(path, { recursive: true });
    writeFileSync(directory.progress, `${progress.slice(0, 3).join('\n')}\n${progress[3]!.slice(0, 20)}`);
  });
  const poll = (): void => void vi.advanceTimersByTime(POLL_MILLISECONDS);
  const age = (...paths: readonly string[]): void => {
    for (const path of paths) utimesSync(path, 1e9, 1e9);
  };
  const ageAll = (): void => age(directory.config, directory.progress, directory.episodes);

  it('tells of rows, evaluations, checkpoints and the end as they come, and again to who asks later', async () => {
    const feed = await open(directory.path);
    const page = follow(feed);
    expect(page.history()).toMatchObject({ evaluations: [], incidents: [], ending: null, isLive: true });
    expect(page.history().readings.length).toBe(2);
    // Before the first checkpoint the network is what the config makes it.
    expect(feed.description).toMatchObject({
      ...{ network: original.live.description.network, version: 'unknown' },
    });
    expect(feed.weights('newest')).toBeUndefined();

    poll();
    expect(page.messages).toEqual([]);
    appendFileSync(directory.progress, `${progress[3]!.slice(20)}\n`);
    poll();
    expect(page.messages.map(({ kind }) => kind)).toEqual(['reading']);

    for (const name of ['evaluations.csv', 'checkpoints'])
      cpSync(join(original.directory.path, name), join(directory.path, name), { recursive: true });
    poll();
    expect(page.messages.map(({ kind }) => kind)).toEqual(['reading', 'evaluation', 'incident']);
    expect(feed.weights('newest')).toEqual(original.live.weights('newest'));

    writeFileSync(directory.progress, `${progress.join('\n')}\n`);
    cpSync(original.directory.summary, `${directory.path}/.tmp-summary`);
    renameSync(`${directory.path}/.tmp-summary`, directory.summary);
    poll();
    expect(page.messages.at(-1)!.kind).toBe('ending');
    const { readings, ending, isLive } = page.history();
    expect(readings.length).toBe(progress.length - 1);
    expect({ ending, isLive }).toEqual({ ending: original.live.history().ending, isLive: false });
    expect(feed.history()).toEqual(page.history());
    // Whoever saw the checkpoint come knows when; later, the log tells.
    const { incidents, ...history } = page.history();
    expect((await open(directory.path)).history()).toMatchObject({
      ...{ ...history, incidents: incidents.map(({ kind, envSteps }) => ({ kind, envSteps })) },
    });

    const { length } = page.messages;
    appendFileSync(directory.progress, `${progress.at(-1)!}\n`);
    poll();
    expect(page.messages.length).toBe(length);
  });

  it('takes one that writes nothing any more for killed, and one that writes again for alive', async () => {
    ageAll();
    const feed = await open(directory.path);
    const page = follow(feed);
    expect(page.history()).toMatchObject({ ending: null, isLive: false });
    expect(page.history().readings.length).toBe(2);
    appendFileSync(directory.progress, `${progress[3]!.slice(20)}\n`);
    poll();
    expect(page.history()).toMatchObject({ ending: null, isLive: true });
    expect(page.history().readings.length).toBe(3);
    ageAll();
    poll();
    expect(page.history()).toMatchObject({ ending: null, isLive: false });
    expect(page.messages.map(({ kind }) => kind)).toEqual(['reading', 'history', 'history']);
  });

  it('is there before anything is logged', async () => {
    for (const path of [directory.progress, directory.episodes]) rmSync(path);
    const feed = await open(directory.path);
    expect(feed.history()).toMatchObject({ readings: [], evaluations: [], ending: null, isLive: true });
    expect(feed.description.startedAtMilliseconds).toBeGreaterThan(1.7e12);
  });

  it('follows no longer when a file turns out to be damaged, and says so once', async () => {
    const problems: unknown[] = [];
    const feed = await open(directory.path, (error) => problems.push(error));
    const page = follow(feed);
    appendFileSync(directory.progress, '\nnothing of ours\n');
    poll();
    poll();
    const message = expect.stringMatching(
      `^${directory.progress} line 4: expected \\d+ cells, got `,
    ) as string;
    expect(problems).toEqual([expect.objectContaining({ code: 'ERR_RUN_DIRECTORY', message })]);
    expect(page.history()).toMatchObject({ ending: null, isLive: false });
    expect(page.history().readings.length).toBe(2);
  });

  it('says no more to who has gone, and nothing once it is closed', async () => {
    const feed = await open(directory.path);
    const [gone, page] = [follow(feed), follow(feed)];
    gone.unsubscribe();
    appendFileSync(directory.progress, `${progress[3]!.slice(20)}\n`);
    poll();
    expect([gone.messages.length, page.messages.length]).toEqual([0, 1]);
    feed.close();
    appendFileSync(directory.progress, `${progress[4]!}\n`);
    poll();
    expect(page.messages.length).toBe(1);
  });
});
