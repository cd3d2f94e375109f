import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { act, evaluate } from '../../src/actors/actor-thread.js';
import { CounterLine, countersByteLength } from '../../src/shared/memory/counters.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { EVALUATION_COUNTERS } from '../../src/shared/telemetry.js';
import { prepare, taskOf, ThreadedActor } from './support/threaded-actor.js';

const FAULTY = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
const GREEDY = { kind: 'linear', start: 0, end: 0 } as const;

const threads: ThreadedActor[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

type Settings = Parameters<typeof prepare>[0];

async function startActor(settings: Settings): Promise<ThreadedActor> {
  const thread = new ThreadedActor(await prepare(settings));
  threads.push(thread);
  return thread;
}

describe('an actor in its thread', () => {
  it.each([0, 1, 2] as const)('keeps to the rounds of a learner in another thread, lag %i', async (lag) => {
    const thread = await startActor({
      env: { count: 3 },
      actors: { count: 1, blockLength: 5, ringBlocks: 4, exploration: GREEDY },
      run: { lag },
    });
    thread.publish();
    for (let round = 0; round < 200; round++) {
      const block = await thread.receive();
      const version = Math.max(0, round - lag);
      expect(block).toMatchObject({ sequence: round, policyVersion: version, incarnation: 0 });
      expect([...block.columns.action]).toEqual(new Array(15).fill(version % 2));
      thread.ring.release();
      thread.publish();
    }
    thread.stop();
    expect(await thread.outcome).toEqual({ result: undefined });
  });

  it('can be stopped while it waits for room in the ring', async () => {
    const thread = await startActor({
      actors: { count: 1, ringBlocks: 2 },
      run: { mode: 'async' },
    });
    thread.publish();
    await thread.untilAsleepIn('waitWritable');
    thread.stop();
    expect(await thread.outcome).toEqual({ result: undefined });
    expect(thread.ring.published).toBe(2);
  });

  it.each(['sync', 'async'] as const)('can be stopped while it waits for weights, %s', async (mode) => {
    const thread = await startActor({ actors: { count: 1 }, run: { mode, lag: 0 } });
    await thread.untilAsleepIn('waitForVersion');
    thread.stop();
    expect(await thread.outcome).toEqual({ result: undefined });
    expect(thread.ring.published).toBe(0);
  });

  it('sleeps while paused, goes on when resumed, and can be stopped while paused', async () => {
    const thread = await startActor({ actors: { count: 1, ringBlocks: 64 }, run: { mode: 'async' } });
    thread.publish();
    thread.control.request('pause');
    await thread.untilAsleepIn('waitWhilePaused');
    const { published } = thread.ring;
    thread.control.request('run');
    while (thread.ring.published === published) {
      await thread.receive();
      thread.ring.release();
    }
    thread.control.request('pause');
    await thread.untilAsleepIn('waitWhilePaused');
    const publishedAgain = thread.ring.published;
    // It shows that it is alive meanwhile.
    const beats = thread.counters.get('beats');
    while (thread.counters.get('beats') === beats) await thread.untilAsleepIn('waitWhilePaused');
    thread.stop();
    expect(await thread.outcome).toEqual({ result: undefined });
    expect(thread.ring.published).toBe(publishedAgain);
  });
});

describe('what an actor thread was told to do', () => {
  it('comes to a failure with its code when the environment is not there', async () => {
    const prepared = await prepare({});
    const task = { ...prepared.config, env: { ...prepared.config.env, id: 'CartPole-v2' } };
    expect(await act({ ...taskOf(prepared), config: task })).toMatchObject({
      failure: { code: 'ERR_ENV_UNKNOWN', message: expect.stringContaining("'CartPole-v1'") as string },
    });
    const module = { ...prepared.config, env: { ...prepared.config.env, module: '/no/such/module.js' } };
    expect(await act({ ...taskOf(prepared), config: module })).toMatchObject({
      failure: { code: 'ERR_ENV_LOAD' },
    });
  });

  it("comes to a failure with the environment's own message and stack when that throws", async () => {
    const options = { fault: 'throw', atStep: 7 };
    const prepared = await prepare({
      env: { id: 'Faulty-v0', module: FAULTY, count: 2, options },
      actors: { count: 1 },
    });
    const thread = new ThreadedActor(prepared);
    threads.push(thread);
    thread.publish();
    const failure = {
      code: 'ERR_ENV_STEP',
      message: expect.stringMatching(
        /^environment 'Faulty-v0' #0 on actor 0, step 7, .*a fault on purpose/,
      ) as string,
      stack: expect.stringMatching(/^Error: a fault on purpose\n.*faulty-environment/s) as string,
    };
    expect(await thread.outcome).toEqual({ failure });
    expect(thread.ring.published).toBe(0);

    const { config, networks, kernels } = prepared;
    const network = networks.acting;
    const parameters = new Float32Array(parameterLayout(network).numParameters);
    const counters = new SharedArrayBuffer(countersByteLength(EVALUATION_COUNTERS, 1));
    const task = {
      env: config.env,
      network,
      kernels,
      parameters,
      episodes: 2,
      seed: 0,
      counters,
      actions: 'greedy' as const,
    };
    expect(await evaluate(task)).toMatchObject({ failure: { code: 'ERR_ENV_STEP', stack: failure.stack } });
    // It beat after each step but the one that failed.
    expect(new CounterLine(counters, EVALUATION_COUNTERS, 0).snapshot()).toEqual({ beats: 6, threadId });
  });
});
