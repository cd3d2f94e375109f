import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPolicy, train } from '../../src/index.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { evaluateCheckpoint } from '../../src/runtime/evaluate-checkpoint.js';
import { finishRun, startRun } from '../../src/runtime/train.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from './support/until.js';

type Settings = NonNullable<Parameters<typeof train>[0]>;

const folder = temporaryFolder();
const FAULTY_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
let runs = 0;

/** Free-running IMPALA on two actors of four environments each: blocks of 4 x 8 steps. */
function settings({ actors, learner, run }: Settings = {}): Settings {
  return {
    env: { count: 8 },
    actors: { count: 2, blockLength: 8, ...actors },
    algorithm: { name: 'impala' },
    learner: { ...learner },
    evaluation: { targetReturn: 'none', episodes: 5 },
    run: { steps: 6144, out: join(folder, String(runs++)), ...run },
  };
}

const ENDLESS: Settings = { run: { steps: 1e12 } };

describe('IMPALA in async mode', () => {
  it.each([
    // Less than a block, a block, a little more, a round.
    { ringBlocks: 4, batchSize: 1, updates: 192, largestLag: 2 * 4 },
    { ringBlocks: 4, batchSize: 32, updates: 192, largestLag: 2 * 4 },
    { ringBlocks: 4, batchSize: 33, updates: 96, largestLag: 4 },
    { ringBlocks: 2, batchSize: 64, updates: 96, largestLag: 2 },
    // All that fits: every block of every ring is held until the last one comes, and no actor writes with older weights.
    { ringBlocks: 2, batchSize: 2 * 64, updates: 48, largestLag: 0 },
    { ringBlocks: 16, batchSize: 16 * 64, updates: 6, largestLag: 0 },
  ])(
    'learns from $batchSize steps or more at a time, in rings of $ringBlocks blocks',
    async ({ ringBlocks, batchSize, updates, largestLag }) => {
      const run = await startRun(
        resolveConfig({ settings: settings({ actors: { ringBlocks }, learner: { batchSize } }) }),
      );
      const summary = await finishRun(run);
      expect(summary).toMatchObject({ mode: 'async', reason: 'steps', envSteps: 6144, updates });
      // Whole blocks were learned from, each of them once.
      expect(run.meter.learner.get('samples')).toBe(6144);

      const { count, sum } = run.meter.histograms.policyLagUpdates.snapshot();
      expect(count).toBe(6144 / 32);
      expect(summary.policyLagMean).toBe(sum / count);
      // Every update ages the blocks that are being written or wait, and those are at most as many as the rings have.
      expect(summary.policyLagMean).toBeLessThanOrEqual(largestLag);
    },
  );

  it('pauses, goes on, writes a checkpoint when asked, and stops', async () => {
    const run = await startRun(resolveConfig({ settings: settings(ENDLESS) }));
    const updates = () => run.meter.learner.get('updates');
    const beats = () => run.meter.actors.map((actor) => actor.get('beats'));
    const steps = () => run.meter.actors.map((actor) => actor.get('envSteps'));
    const allBeat = async (): Promise<void> => {
      const before = beats();
      await until(() => beats().every((count, i) => count !== before[i]), 'every actor to beat');
    };
    await until(() => updates() > 10, 'updates');
    run.pause();
    // One that was in a block finishes it first.
    for (let before: number[] = []; before.join() !== steps().join();) {
      before = steps();
      await allBeat();
      await allBeat();
    }
    await run.checkpoint();
    expect(loadPolicy(run.directory.path).value([0, 0, 0, 0])).toEqual(expect.any(Number));
    expect(existsSync(join(run.directory.checkpoints, 'best'))).toBe(false);
    const held = updates();
    run.resume();
    await until(() => updates() > held + 10, 'more updates');
    run.stop();
    const summary = await finishRun(run);
    expect(summary).toMatchObject({ reason: 'stopped', evaluation: null });
    expect(loadPolicy(summary.run).weightsSha256).toBe(summary.weightsSha256);
  });
});

describe('an actor of an async IMPALA run', () => {
  /** A batch is all that fits into the rings of both actors: without either there are no more updates. */
  function withFault(fault: 'throw' | 'hang', actors: Settings['actors']): Settings {
    const { run, ...others } = settings({
      actors: { ringBlocks: 2, ...actors },
      learner: { batchSize: 2 * 64 },
    });
    const options = { fault, atStep: 100, marker: `${run!.out!}.marker` };
    return { ...others, run: run!, env: { id: 'Faulty-v0', module: FAULTY_MODULE, count: 8, options } };
  }

  it.each(['throw', 'hang'] as const)('that fails by %s is restarted, and delivers again', async (fault) => {
    const restarts: string[] = [];
    const summary = await train(withFault(fault, { heartbeatTimeoutSeconds: fault === 'hang' ? 2 : 60 }), {
      onRestart: ({ failure }) => restarts.push(failure.reason),
    });
    expect(restarts).toEqual([fault === 'hang' ? 'hung' : 'exception']);
    expect(summary).toMatchObject({ reason: 'steps', envSteps: 6144, updates: 48 });
  });

  it('that is down does not keep the run from stopping, with a part of a batch held', async () => {
    const restarts = { backoffSeconds: 3600, maxBackoffSeconds: 3600 };
    const run = await startRun(resolveConfig({ settings: withFault('throw', { restarts }) }));
    const numTaken = () => run.meter.histograms.policyLagUpdates.snapshot().count;
    // It has delivered twelve blocks of eight steps; the other one as many, and the two that fit into its ring.
    await until(() => numTaken() === 12 + 12 + 2, 'the learner to hold all there is');
    run.stop();
    expect(await finishRun(run)).toMatchObject({ reason: 'stopped', envSteps: 26 * 32, updates: 6 });
  });
});

describe('a stochastic policy whose numbers go bad', () => {
  it.each(['impala', 'ppo'] as const)(
    'ends its %s run with a checkpoint of the last finite weights, all of them, which can be played',
    async (name) => {
      const out = join(folder, String(runs++));
      const failed = train({
        // Values that are still finite, whose gradients are not.
        env: { id: 'Faulty-v0', module: FAULTY_MODULE, options: { scale: 1e30 } },
        actors: { count: 2 },
        algorithm: { name },
        evaluation: { targetReturn: 'none', episodes: 2 },
        run: { out },
      });
      await expect(failed).rejects.toMatchObject({
        code: 'ERR_NON_FINITE',
        message: expect.stringMatching(/^(loss|gradient) of update \d+: .* \(checkpoint: /) as string,
      });
      const policy = loadPolicy(out);
      expect(Number.isFinite(policy.value([0, 0]))).toBe(true);
      expect(await evaluateCheckpoint(out, { episodes: 3 })).toMatchObject({
        algorithm: name,
        weightsSha256: policy.weightsSha256,
      });
    },
  );
});
