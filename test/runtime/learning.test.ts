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
