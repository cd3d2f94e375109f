import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { train } from '../../src/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { WEBGPU } from '../support/webgpu.js';

const folder = temporaryFolder();

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
  expect(summary).toMatchObject({ reason: 'solved', evaluation: { episodes: 100 } });
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
