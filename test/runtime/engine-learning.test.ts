import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPolicy, train } from '../../src/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { WEBGPU } from '../support/webgpu.js';

const folder = temporaryFolder();
const FAULTY_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));

/** Settings that need few updates: what an engine on a device is slow at is the single one. */
const RUNS = [
  // 2,600 to 5,100 updates with the seeds 1 to 4.
  {
    algorithm: { name: 'dqn', target: { updateInterval: 64 } },
    optimizer: { name: 'adam', learningRate: 4e-3 },
    replay: { samplesPerInsert: 4 },
    run: { seed: 2 },
  },
  // 320 to 1,000 with the seeds 1 and 3.
  { algorithm: { name: 'ppo', hidden: [32] }, run: { seed: 1 } },
] as const;

/** In software it takes minutes: only where someone asks for it. */
const runsWebGpu = WEBGPU === 'real' || (WEBGPU === 'software' && process.env['TEST_LONG'] === '1');
const HOUR = 3_600_000;

async function expectSolved(engine: 'tfjs-wasm' | 'webgpu', given: (typeof RUNS)[number]): Promise<void> {
  const out = join(folder, `${engine}-${given.algorithm.name}`);
  const summary = await train({ ...given, learner: { engine }, run: { ...given.run, out } });
  expect(summary).toMatchObject({ engine, reason: 'solved', evaluation: { episodes: 100 } });
  expect(summary.evaluation!.meanReturn).toBeGreaterThanOrEqual(475);
}

describe('CartPole-v1', () => {
  it.each(RUNS)('is solved by $algorithm.name on tfjs-wasm', (given) => expectSolved('tfjs-wasm', given));

  it.runIf(runsWebGpu).each(RUNS)(
    'is solved by $algorithm.name on webgpu',
    (given) => expectSolved('webgpu', given),
    HOUR,
  );
});

describe('a run on a device whose numbers go bad', () => {
  it('stops, says which quantity it was, and keeps a checkpoint of finite weights', async () => {
    const out = join(folder, 'diverged');
    const diverging = train({
      env: { id: 'Faulty-v0', module: FAULTY_MODULE, options: { scale: 3e38 } },
      learner: { engine: 'tfjs-wasm' },
      evaluation: { targetReturn: 'none', episodes: 2 },
      run: { seed: 0, out },
    });
    await expect(diverging).rejects.toMatchObject({
      code: 'ERR_NON_FINITE',
      message: expect.stringMatching(
        /^loss of update 1: expected a finite number, got -?(NaN|Infinity)/,
      ) as string,
    });
    // Refuses weights that are not finite.
    expect(loadPolicy(out).environment).toBe('Faulty-v0');
  });
});
