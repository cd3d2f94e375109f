import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ratesOf } from '../../src/dashboard/rates.js';
import type { AlgorithmConfig } from '../../src/learner/algorithms/config.js';
import { weightsSha256Of } from '../../src/learner/checkpoints/sha256.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { LiveFeed } from '../../src/runtime/live-feed.js';
import { actingPolicy, readPolicyCheckpoint } from '../../src/runtime/read-policy-checkpoint.js';
import { finishRun, startRun } from '../../src/runtime/train.js';
import type { DeepPartial } from '../../src/shared/config/deep-partial.js';
import type { RunConfig } from '../../src/shared/config/run-config.js';
import { packageVersion } from '../../src/shared/package-version.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { follow } from './support/followed-run.js';
import { until } from './support/until.js';

const folder = temporaryFolder();
const FAULTY_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
let runs = 0;

type Settings = DeepPartial<RunConfig<AlgorithmConfig>>;

async function started(settings: Settings) {
  const out = join(folder, String(runs++));
  const run = await startRun(resolveConfig({ settings: { ...settings, run: { ...settings.run, out } } }));
  const feed = new LiveFeed(run);
  return { run, feed, page: follow(feed), out };
}

const isEnded = (page: ReturnType<typeof follow>) => (): boolean => page.history().ending !== null;

describe('LiveFeed', () => {
  it('tells of a run from its first step to its end, and again to who asks later', async () => {
    const { run, feed, page, out } = await started({
      algorithm: { name: 'dqn' },
      actors: { count: 2 },
      evaluation: { targetReturn: 20, episodes: 5, everySteps: 1024 },
      run: { seed: 3, checkpointEverySteps: 512 },
    });
    const summary = await finishRun(run);
    await page.until(isEnded(page));
    const history = page.history();
    expect(feed.history()).toEqual(history);

    expect(feed.description).toEqual({
      ...{
        name: run.directory.name,
        version: packageVersion(),
        algorithm: 'dqn',
        engine: 'simd',
        mode: 'sync',
      },
      ...{ seed: 3, actors: 2, actions: 'greedy', steps: 200_000, targetReturn: 20 },
      env: run.prepared.config.env,
      network: run.prepared.networks.acting,
      startedAtMilliseconds: performance.timeOrigin,
    });
    expect(JSON.parse(JSON.stringify(feed.description))).toEqual(feed.description);

    const { readings, evaluations, incidents } = history;
    expect(readings.length).toBeGreaterThan(1);
    expect(readings[0]!.envSteps).toBeLessThan(readings.at(-1)!.envSteps);
    for (const [i, reading] of readings.slice(1).entries()) {
      expect(reading.timeSeconds).toBeGreaterThanOrEqual(readings[i]!.timeSeconds);
      expect(reading.envSteps).toBeGreaterThanOrEqual(readings[i]!.envSteps);
    }
    expect(readings.at(-1)).toMatchObject({
      ...{ envSteps: summary.envSteps, updates: summary.updates, episodes: summary.episodes },
      ...{ returnMean: expect.any(Number) as number, epsilon: expect.any(Number) as number, entropy: null },
      replayCapacity: run.prepared.config.replay.kind === 'uniform' && run.prepared.config.replay.capacity,
    });
    const { actorShares, learnerShares, replayRatio } = ratesOf([readings[0]!, readings.at(-1)!])[0]!;
    expect(actorShares!.env + actorShares!.policy).toBeGreaterThan(0);
    expect(learnerShares!.train).toBeGreaterThan(0);
    expect(replayRatio).toBeGreaterThan(0);

    expect(evaluations.at(-1)).toMatchObject({ meanReturn: summary.evaluation!.meanReturn, episodes: 5 });
    const checkpoints = incidents.flatMap((incident) =>
      incident.kind === 'checkpoint' ? [incident.checkpoint] : [],
    );
    expect(checkpoints.length).toBeGreaterThan(1);
    expect(checkpoints.length).toBe(new Set(checkpoints).size);
    const result = checkpoints.find((name) => join(out, 'checkpoints', name) === summary.checkpoint)!;
    expect(history.isLive).toBe(false);
    expect(history.ending).toEqual({
      outcome: 'solved',
      message: expect.stringMatching(
        `^CartPole-v1 solved after ${summary.solvedAtEnvSteps!} env steps: mean return [\\d.]+ over 5 greedy episodes$`,
      ) as string,
    });

    expect(weightsSha256Of(feed.weights('best')!.parameters)).toBe(summary.weightsSha256);
    expect(weightsSha256Of(feed.weights(result)!.parameters)).toBe(summary.weightsSha256);
    expect(feed.weights('7')).toBeUndefined();
    expect(feed.weights('../checkpoints/best')).toBeUndefined();
    expect(page.messages.at(-1)!.kind).toBe('ending');
  });

  it('hands out the newest published weights, those that act, each time anew', async () => {
    const { run, feed, page, out } = await started({
      algorithm: { name: 'ppo' },
      evaluation: { targetReturn: 'none', episodes: 2 },
      run: { steps: 8192 },
    });
    // Its first weights are out before its first step, which waits until they have been looked at.
    run.pause();
    await until(() => feed.weights('newest') !== undefined, 'weights');
    const early = feed.weights('newest')!;
    run.resume();
    const { config } = run.prepared;
    await finishRun(run);
    const last = feed.weights('newest')!;
    expect(last.version).toBeGreaterThan(early.version);
    expect(last.parameters).not.toEqual(early.parameters);

    // With lag 0 the last weights are published, and the last checkpoint is of them.
    const checkpoint = readPolicyCheckpoint(join(out, 'checkpoints', String(config.run.steps)));
    const acting = actingPolicy(checkpoint);
    expect(checkpoint.manifest.policyVersion).toBe(last.version);
    expect(acting.network).toEqual(feed.description.network);
    expect(acting.parameters.length).toBeLessThan(checkpoint.weights.length);
    expect(last.parameters).toEqual(acting.parameters);
    last.parameters.fill(NaN);
    expect(feed.weights('newest')!.parameters).toEqual(acting.parameters);
    expect(page.history().ending).toMatchObject({
      outcome: 'finished',
      message: expect.stringMatching('^CartPole-v1 trained after 8192 env steps') as string,
    });
    expect(page.history().readings.at(-1)).toMatchObject({
      ...{ entropy: expect.any(Number) as number, replaySize: null, replayCapacity: null, epsilon: null },
    });
  });

  it('tells of an actor that was restarted, and of a run that was stopped', async () => {
    const { run, page } = await started({
      env: {
        ...{ id: 'Faulty-v0', module: FAULTY_MODULE, count: 4, maxEpisodeSteps: 20 },
        options: { fault: 'throw', atStep: 400, marker: join(folder, 'marker') },
      },
      actors: { count: 2, restarts: { backoffSeconds: 0.01 } },
      evaluation: { targetReturn: 'none', episodes: 2 },
      run: { mode: 'async', steps: 1e12 },
    });
    await page.until(() => page.history().incidents.length > 0);
    expect(page.history().incidents[0]).toMatchObject({
      ...{
        kind: 'restart',
        reason: 'exception',
        message: expect.stringContaining('a fault on purpose') as string,
      },
      actor: expect.any(Number) as number,
    });
    run.stop();
    await run.finished;
    expect(page.history().ending).toMatchObject({
      outcome: 'stopped',
      message: expect.stringMatching(/^Faulty-v0 stopped after \d+ env steps$/) as string,
    });
  });

  it('tells in one line why a run failed', async () => {
    const { run, page } = await started({
      env: {
        ...{ id: 'Faulty-v0', module: FAULTY_MODULE, count: 2, maxEpisodeSteps: 20 },
        options: { fault: 'throw', atStep: 100 },
      },
      actors: { count: 1, restarts: { budget: 0 } },
      run: { mode: 'async' },
    });
    const failure = await run.finished.catch((error: unknown) => error as Error);
    expect(page.history()).toMatchObject({
      isLive: false,
      ending: { outcome: 'failed', message: (failure as Error).message.split('\n')[0] },
    });
  });

  it('says nothing more to who has gone', async () => {
    const { run, page } = await started({
      evaluation: { targetReturn: 'none', episodes: 2 },
      run: { steps: 2000 },
    });
    await page.until(() => page.messages.length > 0);
    page.unsubscribe();
    const { length } = page.messages;
    await finishRun(run);
    expect(page.messages.length).toBe(length);
  });
});
