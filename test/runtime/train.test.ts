import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { loadPolicy, train, type RunSummary, type TrainOptions } from '../../src/index.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { prepareRun } from '../../src/runtime/prepare-run.js';
import { runDirectoryAt } from '../../src/runtime/run-directory.js';
import { finishRun, startRun } from '../../src/runtime/train.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { readRecords, readRows } from './support/run-files.js';
import { until } from './support/until.js';

type Settings = NonNullable<Parameters<typeof train>[0]>;

const folder = temporaryFolder();
const EXAM = fileURLToPath(new URL('./support/exam-environment.js', import.meta.url));
const module = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
let runs = 0;
const newFolder = () => join(folder, String(runs++));

/** A run with everything in it that ends after some rounds. */
const SHORT = {
  actors: { count: 2 },
  evaluation: { targetReturn: 500, episodes: 5, everySteps: 2048 },
  run: { steps: 6144, seed: 1 },
} satisfies Settings;

/** A run that nothing but a stop will end. */
const ENDLESS = {
  actors: { count: 2 },
  evaluation: { targetReturn: 'none', episodes: 2 },
  run: { mode: 'async', steps: 1e12 },
} satisfies Settings;

/** A run whose evaluations fail. */
const exam = (
  fault: 'throw' | 'exit' | 'hang',
  evaluation: NonNullable<Settings['evaluation']>,
  out: string,
): Settings => ({
  env: { id: 'Exam-v0', module: EXAM, count: 2, options: { fault } },
  actors: { count: 1, heartbeatTimeoutSeconds: 2 },
  evaluation: { ...evaluation, episodes: 3, seed: 1_000_000 },
  run: { steps: 4096, out },
});

const inFolder = (settings: Settings, out = newFolder()): Settings => ({
  ...settings,
  run: { ...settings.run, out },
});

describe('the directory of a run', () => {
  it('holds every file, each of them whole', async () => {
    const directory = runDirectoryAt(newFolder());
    const settings = inFolder(SHORT, directory.path);
    const evaluations: number[] = [];
    const summary = await train(settings, { onEvaluation: ({ meanReturn }) => evaluations.push(meanReturn) });
    expect(readdirSync(directory.path).sort()).toEqual([
      'checkpoints',
      'config.yaml',
      'episodes.monitor.csv',
      'evaluations.csv',
      'progress.csv',
      'summary.json',
      'tb',
    ]);
    expect(JSON.parse(readFileSync(directory.summary, 'utf8'))).toEqual(summary);
    expect(summary).toMatchObject({
      run: directory.path,
      envSteps: 6144,
      reason: 'steps',
      actors: 2,
      envs: 8,
    });

    const settled = (await prepareRun(resolveConfig({ settings }))).config;
    expect((await prepareRun(resolveConfig({ file: directory.config }))).config).toEqual(settled);

    const [header, columns, ...episodes] = readFileSync(directory.episodes, 'utf8').trimEnd().split(/\r?\n/);
    expect(header).toMatch(/^#\{"t_start": [\d.]+, "env_id": "CartPole-v1"\}$/);
    expect(columns).toBe('r,l,t');
    expect(episodes).toHaveLength(summary.episodes);
    // In CartPole every step earns one: return and length agree, and all steps but those of open episodes are there.
    const rows = episodes.map((row) => row.split(',').map(Number));
    rows.forEach(([r, l]) => expect(r).toBe(l));
    const steps = rows.reduce((sum, [r]) => sum + r!, 0);
    expect(steps).toBeLessThanOrEqual(summary.envSteps);
    expect(steps).toBeGreaterThan(summary.envSteps - 8 * 500);

    const evaluated = readRows(directory.evaluations);
    expect(evaluated.map((row) => Number(row['mean_return']))).toEqual(evaluations);
    expect(evaluated.map((row) => Number(row['env_steps']))).toEqual([2048, 4096, 6144]);
    const means = evaluated.map((row) => Number(row['mean_return']));
    expect(summary.evaluation!.meanReturn).toBe(Math.max(...means));

    const progress = readRows(directory.progress);
    const last = progress.at(-1)!;
    expect(last).toMatchObject({
      env_steps: '6144',
      updates: String(summary.updates),
      episodes: String(summary.episodes),
    });
    expect(Number(last['samples'])).toBe(summary.updates * 64);

    const [events] = readdirSync(directory.tensorboard);
    const records = readRecords(join(directory.tensorboard, events!));
    expect(records[0]!.toString('latin1')).toContain('brain.Event:2');
    expect(records.some((record) => record.toString('latin1').includes('charts/episodic_return'))).toBe(true);

    const best = loadPolicy(directory.path);
    expect(best.weightsSha256).toBe(summary.weightsSha256);
    const pointed = (pointer: string) => readFileSync(join(directory.checkpoints, pointer), 'utf8').trim();
    for (const name of [pointed('best'), pointed('latest')]) {
      expect(loadPolicy(join(directory.checkpoints, name)).environment).toBe('CartPole-v1');
    }
    expect(join(directory.checkpoints, pointed('best'))).toBe(summary.checkpoint);
  });

  it('is refused to a second run, before and after the first has ended', async () => {
    const settings = inFolder(SHORT);
    const refusal = {
      code: 'ERR_RUN_DIRECTORY',
      message: expect.stringMatching(/: expected a new or empty folder, got .* --out$/) as string,
    };
    const [first, second] = await Promise.allSettled([train(settings), train(settings)]);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: refusal });
    await expect(train(settings)).rejects.toMatchObject(refusal);
  });
});

describe('train', () => {
  it.each([
    { settings: { env: { cout: 4 } }, message: /env\.cout.*count/ },
    { settings: { run: { seed: -1 } }, message: /run\.seed/ },
    { settings: { env: { options: { gravity: 1 } } }, message: /gravity/ },
  ])('refuses $settings', async ({ settings, message }) => {
    await expect(train(settings as Settings)).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses environments that are not there, and leaves no folder behind', async () => {
    const out = newFolder();
    await expect(train({ env: { id: 'CartPole-v2' }, run: { out } })).rejects.toMatchObject({
      code: 'ERR_ENV_UNKNOWN',
    });
    await expect(train({ env: { module: '/no/such/module.js' }, run: { out } })).rejects.toMatchObject({
      code: 'ERR_ENV_LOAD',
    });
    expect(existsSync(out)).toBe(false);
  });

  it.each(['sync', 'async'] as const)('stops at a signal, with a checkpoint: %s', async (mode) => {
    const controller = new AbortController();
    const out = newFolder();
    // An evaluation shows that the run is in full swing.
    const settings = {
      ...ENDLESS,
      evaluation: { targetReturn: 1e9, episodes: 2, everySteps: 2048 },
      run: { ...ENDLESS.run, mode, out },
    } as const;
    const summary = await train(settings, {
      signal: controller.signal,
      onEvaluation: () => controller.abort(),
    });
    expect(summary).toMatchObject({ reason: 'stopped', solved: false });
    expect(summary.updates).toBeGreaterThan(0);
    expect(existsSync(join(summary.checkpoint, 'manifest.json'))).toBe(true);
    expect(loadPolicy(out).weightsSha256).toBe(summary.weightsSha256);
  });

  it('stops at once at a signal that was given before', async () => {
    const signal = AbortSignal.abort();
    const summary = await train(inFolder(ENDLESS), { signal });
    expect(summary).toMatchObject({ reason: 'stopped', updates: 0, evaluation: null });
    // Times that never came are null and no number that JSON does not have.
    expect(JSON.parse(readFileSync(join(summary.run, 'summary.json'), 'utf8'))).toEqual(summary);
    expect([...loadPolicy(summary.run).values([0, 0, 0, 0])].every(Number.isFinite)).toBe(true);
  });

  it.each([
    { when: 'at the end of the run', evaluation: { targetReturn: 'none' } },
    { when: 'on the way', evaluation: { targetReturn: 1e9, everySteps: 2048 } },
  ] as const)('fails, and keeps what it learned, when an evaluation fails $when', async ({ evaluation }) => {
    const out = newFolder();
    const failed = train(exam('throw', evaluation, out));
    const failure = await failed.catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'ManyhandsError',
      code: 'ERR_ENV_STEP',
      message: expect.stringMatching(
        /^evaluation: environment 'Exam-v0' #0, step 5, .* a fault on purpose \(checkpoint: .*checkpoints\)$/,
      ) as string,
    });
    expect(innermost(failure as Error).stack).toMatch(/^Error: a fault on purpose\n.*exam-environment/s);
    expect(loadPolicy(out).environment).toBe('Exam-v0');
    expect(existsSync(join(out, 'summary.json'))).toBe(false);
  });

  it('fails when the environment ends the thread of an evaluation', async () => {
    await expect(train(exam('exit', { targetReturn: 'none' }, newFolder()))).rejects.toMatchObject({
      code: 'ERR_ENV_STEP',
      message: expect.stringMatching(
        /^evaluation of 'Exam-v0': its thread ended, worker exited with code: 3 \(checkpoint: /,
      ) as string,
    });
  });

  it('fails, with the stack, when an evaluation hangs', async () => {
    const failure: unknown = await train(exam('hang', { targetReturn: 'none' }, newFolder())).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 'ERR_ENV_STEP',
      message: expect.stringMatching(
        /^evaluation of 'Exam-v0': its thread ended, no sign of life for 2 s \(checkpoint: /,
      ) as string,
    });
    expect(innermost(failure as Error).stack).toContain('exam-environment');
  });

  it('fails with what an observer throws', async () => {
    const options: TrainOptions = {
      onEvaluation: () => {
        throw new Error('the observer broke');
      },
    };
    await expect(train(inFolder(SHORT), options)).rejects.toThrow('the observer broke');
  });
});

describe('a run under way', () => {
  it('holds its actors while paused and releases them', async () => {
    const run = await startRun(resolveConfig({ settings: inFolder(ENDLESS) }));
    const steps = () => run.meter.actors.map((actor) => actor.get('envSteps'));
    const beats = () => run.meter.actors.map((actor) => actor.get('beats'));
    const allMove = (read: () => number[]) => {
      const before = read();
      return until(() => read().every((value, i) => value !== before[i]), 'every actor to move');
    };
    await allMove(steps);
    run.pause();
    // A paused actor beats without stepping. One that was in a block finishes it first.
    for (let before = steps(); ; before = steps()) {
      await allMove(beats);
      await allMove(beats);
      if (steps().every((value, i) => value === before[i])) break;
    }
    const held = steps();
    await allMove(beats);
    expect(steps()).toEqual(held);
    run.resume();
    await allMove(steps);
    run.pause();
    run.stop();
    run.resume();
    expect(await run.finished).toMatchObject({ reason: 'stopped' });
  });

  it('writes a checkpoint when asked', async () => {
    const run = await startRun(resolveConfig({ settings: inFolder(ENDLESS) }));
    await until(() => run.meter.learner.get('updates') > 0, 'an update');
    await run.checkpoint();
    expect(loadPolicy(run.directory.path).environment).toBe('CartPole-v1');
    expect(existsSync(join(run.directory.checkpoints, 'best'))).toBe(false);
    run.stop();
    await finishRun(run);
    await expect(run.checkpoint()).rejects.toMatchObject({ code: 'ERR_WORKER_LOST' });
  });

  it('stops while an actor waits for its restart', async () => {
    const settings = inFolder({
      ...ENDLESS,
      env: { id: 'Faulty-v0', module, count: 2, options: { fault: 'throw', atStep: 50 } },
      actors: { count: 1, restarts: { backoffSeconds: 3600, maxBackoffSeconds: 3600 } },
    });
    const run = await startRun(resolveConfig({ settings }));
    await until(() => run.supervisor.states.restarting === 1, 'a restart to be due');
    run.stop();
    expect(await run.finished).toMatchObject({ reason: 'stopped' });
    expect(run.supervisor.states).toEqual({ running: 0, restarting: 0, stopped: 1 });
  });

  it('may fail before anyone waits for it', async () => {
    const settings = inFolder({
      ...ENDLESS,
      env: { id: 'Faulty-v0', module, count: 2, options: { fault: 'throw', atStep: 50 } },
      actors: { count: 1, restarts: { budget: 0 } },
      // With a clock for checkpoints there would be someone who waits.
      run: { ...ENDLESS.run, checkpointEverySteps: 1e6 },
    });
    const run = await startRun(resolveConfig({ settings }));
    const unhandled = vi.fn();
    process.once('unhandledRejection', unhandled);
    // A look from outside: to wait for the promise would be to handle it.
    await until(() => inspect(run.finished).includes('<rejected>'), 'the run to fail');
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    await expect(run.finished).rejects.toMatchObject({ code: 'ERR_ACTOR_FAILED' });
  });
});

describe('two runs in one process', () => {
  it('do not disturb each other', async () => {
    const alone = await train(inFolder(SHORT));
    const other = { ...SHORT, env: { count: 4 }, run: { ...SHORT.run, seed: 2 } };
    const [again, others] = await Promise.all([train(inFolder(SHORT)), train(inFolder(other))]);
    const essence = ({ weightsSha256, episodes, updates, evaluation }: RunSummary) => {
      return { weightsSha256, episodes, updates, evaluation };
    };
    expect(essence(again)).toEqual(essence(alone));
    expect(others).toMatchObject({ envs: 4, seed: 2, envSteps: 6144 });
    expect(others.weightsSha256).not.toBe(alone.weightsSha256);
    for (const { run, episodes } of [again, others]) {
      const lines = readFileSync(join(run, 'episodes.monitor.csv'), 'utf8').trimEnd().split('\n');
      expect(lines).toHaveLength(2 + episodes);
    }
  });

  it('go on when one of them is stopped or fails', async () => {
    const failing = {
      ...ENDLESS,
      env: { id: 'Faulty-v0', module, count: 2, options: { fault: 'exit', atStep: 400 } },
      actors: { count: 1, restarts: { budget: 0 } },
    };
    const controller = new AbortController();
    const survivor = await startRun(resolveConfig({ settings: inFolder(ENDLESS) }));
    const stopped = train(inFolder(ENDLESS), { signal: controller.signal });
    await expect(train(inFolder(failing))).rejects.toMatchObject({ code: 'ERR_ACTOR_FAILED' });
    controller.abort();
    expect(await stopped).toMatchObject({ reason: 'stopped' });
    const { envSteps, updates } = survivor.meter.read();
    await until(() => {
      const now = survivor.meter.read();
      return now.envSteps > envSteps && now.updates > updates;
    }, 'the survivor to go on');
    expect(survivor.supervisor.restarts).toEqual([]);
    survivor.stop();
    expect(await finishRun(survivor)).toMatchObject({ reason: 'stopped' });
  });
});

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}
