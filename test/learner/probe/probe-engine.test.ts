import { describe, expect, it } from 'vitest';
import { missingPackages } from '../../../src/learner/engines/tfjs/load/packages.js';
import { probeEngine } from '../../../src/learner/probe/probe-engine.js';
import type { ProbedTraining } from '../../../src/learner/probe/probe-messages.js';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { prepareRun } from '../../../src/runtime/prepare-run.js';
import { TFJS_ENGINES } from '../../../src/shared/config/engines.js';
import { WEBGPU } from '../../support/webgpu.js';

async function trainingOf(layers: ConfigLayers = {}) {
  const { config, environment, networks, unroll } = await prepareRun(resolveConfig(layers));
  return { config, networks, unroll, actionSpace: environment.actionSpace };
}

/** As short as a probe can be, on a machine as busy as it may be. */
const BRIEF = { seconds: 0, answerSeconds: 600 };
const FINE = { installed: true, loads: true, problem: null, fix: null };
const TIME = { millisecondsPerUpdate: expect.any(Number) as number };

describe('probeEngine', () => {
  it('runs an engine, and times it', async () => {
    const probe = await probeEngine('tfjs-wasm', await trainingOf(), BRIEF);
    expect(probe).toMatchObject({ engine: 'tfjs-wasm', ...FINE, device: { kind: 'cpu', isSoftware: false } });
    expect(probe.millisecondsPerUpdate).toBeGreaterThan(0);
    expect(probe.device!.name).not.toBe('');
  });

  it.runIf(WEBGPU === 'software')('knows a software adapter for what it is', async () => {
    const small = { algorithm: { name: 'dqn', hidden: [4] }, learner: { batchSize: 4 } } as const;
    const probe = await probeEngine('webgpu', await trainingOf({ settings: small }), BRIEF);
    expect(probe).toMatchObject({ ...FINE, ...TIME, device: { kind: 'gpu', isSoftware: true } });
  });

  it.each([
    ['policies over a box, normalised', { preset: 'pendulum-ppo' }],
    ['whole episodes', { flags: { algo: 'reinforce' } }],
    ['with another engine than it asks for', { flags: { engine: 'tensorflow-gpu' } }],
    ['several threads', { set: ['learner.threads=2'] }],
    ['a table larger than any memory', { set: ['replay.capacity=1000000000'] }],
  ] satisfies [string, ConfigLayers][])('tries the training at hand: %s', async (_, layers) => {
    expect(await probeEngine('simd', await trainingOf(layers), BRIEF)).toMatchObject({ ...FINE, ...TIME });
  });

  it('says in one line, without the name that is beside it, why an engine does not load', async () => {
    const entry = new URL('./support/fake-process.js', import.meta.url);
    const training = 'says why it fails' as unknown as ProbedTraining;
    const probe = await probeEngine('simd', training, { entry });
    expect(probe).toMatchObject({ loads: false, device: null, problem: 'expected a driver, got none' });
  });

  it('does not start what is not installed, and says what to install', async () => {
    const training = await trainingOf();
    const absent = TFJS_ENGINES.filter((engine) => missingPackages(engine).length > 0);
    for (const engine of absent) {
      expect(await probeEngine(engine, training, { entry: new URL('file:///nowhere.js') })).toEqual({
        ...{ engine, installed: false, loads: false, device: null, millisecondsPerUpdate: null },
        ...{ problem: 'not installed', fix: `npm install ${missingPackages(engine).join(' ')}` },
      });
    }
  });
});
