import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPolicy, train } from '../../src/index.js';
import type { RestartEvent } from '../../src/runtime/actor-supervisor.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
let runs = 0;

interface Fault {
  readonly fault: 'throw' | 'hang' | 'exit';
  readonly algorithm: 'dqn' | 'reinforce' | 'ppo';
  readonly mode: 'sync' | 'async';
  /** Once in the run, or in every life of every actor. */
  readonly once: boolean;
  readonly budget?: number;
}

async function runWith({ fault, algorithm, mode, once, budget = 2 }: Fault) {
  const out = join(folder, String(runs++));
  const restarts: RestartEvent[] = [];
  const stop = new AbortController();
  // The other actor of an async run goes on meanwhile and could reach any budget before the failure is noticed.
  const isEndless = mode === 'async' && once;
  const options = { fault, atStep: 400, ...(once && { marker: `${out}.marker` }) };
  const finished = train(
    {
      // Its episodes have that many steps, and no more: one put together from two of them would be too long.
      env: { id: 'Faulty-v0', module: MODULE, count: 4, options, maxEpisodeSteps: 20 },
      algorithm: { name: algorithm },
      actors: {
        count: 2,
        // The fault comes in the midst of an episode of which the learner has the beginning.
        blockLength: 32,
        heartbeatTimeoutSeconds: fault === 'hang' ? 2 : 60,
        restarts: { budget, backoffSeconds: 0.01 },
      },
      evaluation: { targetReturn: 'none', episodes: 2 },
      run: { mode, steps: isEndless ? 1e12 : 20_000, out },
    },
    {
      signal: stop.signal,
      onRestart: (event) => {
        restarts.push(event);
        if (isEndless) stop.abort();
      },
    },
  );
  return {
    restarts,
    out,
    summary: await finished.catch((error: unknown) => error as Error & { code: string }),
  };
}

describe('an actor that fails once', () => {
  it.each([
    { fault: 'throw', algorithm: 'dqn', mode: 'async', reason: 'exception' },
    { fault: 'throw', algorithm: 'dqn', mode: 'sync', reason: 'exception' },
    { fault: 'hang', algorithm: 'dqn', mode: 'async', reason: 'hung' },
    { fault: 'hang', algorithm: 'dqn', mode: 'sync', reason: 'hung' },
    { fault: 'exit', algorithm: 'dqn', mode: 'sync', reason: 'exit' },
    { fault: 'throw', algorithm: 'ppo', mode: 'sync', reason: 'exception' },
    { fault: 'exit', algorithm: 'reinforce', mode: 'sync', reason: 'exit' },
  ] as const)(
    'by $fault in $mode mode is named, restarted, and the run of $algorithm ends well',
    async ({ reason, ...fault }) => {
      const { summary, restarts } = await runWith({ ...fault, once: true });
      expect(summary).toMatchObject({ reason: fault.mode === 'async' ? 'stopped' : 'steps' });
      expect(restarts).toHaveLength(1);
      expect(restarts[0]).toMatchObject({ restarts: 1, budget: 2, failure: { reason } });
      // A thread that left by itself has no stack of its own to show.
      if (fault.fault !== 'exit') expect(restarts[0]!.failure.stack).toContain('faulty-environment.js');
    },
  );
});

describe('an actor that fails for ever', () => {
  it.each(['sync', 'async'] as const)(
    'ends a %s run with an error that names it, and a checkpoint',
    async (mode) => {
      const { summary, restarts, out } = await runWith({
        fault: 'throw',
        algorithm: 'dqn',
        mode,
        once: false,
      });
      expect(summary).toMatchObject({ code: 'ERR_ACTOR_FAILED' });
      expect((summary as Error).message).toMatch(
        /^actor [01] \(exception\): environment 'Faulty-v0' #[0-3] on actor [01], step 400, .* a fault on purpose; 2 restarts are spent/,
      );
      expect(restarts).toHaveLength(2);
      expect(existsSync(join(out, 'checkpoints', 'latest'))).toBe(true);
      expect(loadPolicy(out).environment).toBe('Faulty-v0');
    },
  );

  it('is not restarted when the budget is zero', async () => {
    const { summary, restarts } = await runWith({
      fault: 'exit',
      algorithm: 'dqn',
      mode: 'sync',
      once: false,
      budget: 0,
    });
    expect(summary).toMatchObject({ code: 'ERR_ACTOR_FAILED' });
    expect(restarts).toHaveLength(0);
  });
});
