import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPolicy, makeEnvironment, train } from '../../src/index.js';
import { evaluateCheckpoint } from '../../src/runtime/evaluate-checkpoint.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const FAULTY_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));

describe('DQN with its default settings', () => {
  it('solves CartPole-v1, and its checkpoint repeats the published return', async () => {
    const out = join(folder, 'solved');
    const summary = await train({ run: { seed: 3, out } });
    expect(summary).toMatchObject({ solved: true, reason: 'solved', seed: 3 });
    expect(summary.evaluation!.meanReturn).toBeGreaterThanOrEqual(475);
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toEqual(summary);

    const { meanReturn, stdReturn, minReturn } = summary.evaluation!;
    for (const path of [out, summary.checkpoint]) {
      const repeated = await evaluateCheckpoint(path, { episodes: 100, seed: 7 });
      expect(repeated).toMatchObject({
        meanReturn,
        stdReturn,
        minReturn,
        weightsSha256: summary.weightsSha256,
      });
    }

    const policy = loadPolicy(out);
    const environment = makeEnvironment('CartPole-v1');
    let { observation } = environment.reset({ seed: 7 });
    let steps = 0;
    for (let isOver = false; !isOver; steps++) {
      const result = environment.step(policy.act(observation));
      observation = result.observation;
      isOver = result.terminated || result.truncated;
    }
    expect(steps).toBeGreaterThanOrEqual(minReturn);
  });
});

describe('with its default settings and in rounds, CartPole-v1', () => {
  // Twice what this seed needs or more, and 1.4 times what the slowest of the seeds 0 to 7 needs or more.
  it.each([
    { name: 'ppo', envSteps: 50_000 },
    { name: 'a2c', envSteps: 80_000 },
    { name: 'impala', envSteps: 80_000 },
    { name: 'reinforce', envSteps: 50_000 },
    { name: 'actor-critic', envSteps: 80_000 },
  ] as const)('is solved by $name within $envSteps steps', async ({ name, envSteps }) => {
    const summary = await train({
      algorithm: { name },
      run: { seed: 3, mode: 'sync', out: join(folder, name) },
    });
    expect(summary).toMatchObject({ algorithm: name, reason: 'solved', evaluation: { episodes: 100 } });
    expect(summary.evaluation!.meanReturn).toBeGreaterThanOrEqual(475);
    expect(summary.solvedAtEnvSteps).toBeLessThanOrEqual(envSteps);
  });
});

describe('a preset of the course notebook', () => {
  it.each(['reinforce', 'actor-critic'] as const)('makes an update of every episode: %s', async (name) => {
    const preset = `notebook-${name}`;
    const settings = { evaluation: { episodes: 4 }, run: { episodes: 8, out: join(folder, preset) } };
    const summary = await train(settings, { preset });
    expect(summary).toMatchObject({ algorithm: name, reason: 'episodes', episodes: 8, updates: 8, envs: 1 });
    // Nothing of an episode is played with older weights than those that the one before it led to.
    expect(summary.policyLagMean).toBe(0);
  });
});

describe('a run whose numbers go bad', () => {
  it('stops, says which quantity it was, and keeps a checkpoint of finite weights', async () => {
    const out = join(folder, 'diverged');
    const diverging = train({
      env: { id: 'Faulty-v0', module: FAULTY_MODULE, options: { scale: 3e38 } },
      evaluation: { targetReturn: 'none', episodes: 2 },
      run: { seed: 0, out },
    });
    await expect(diverging).rejects.toMatchObject({
      code: 'ERR_NON_FINITE',
      message: expect.stringMatching(
        /^(loss|gradient) of update \d+: expected a finite number, got (NaN|Infinity)/,
      ) as string,
    });
    // Refuses weights that are not finite.
    expect(loadPolicy(out).environment).toBe('Faulty-v0');
  });
});
