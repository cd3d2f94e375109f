import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPolicy, makeEnvironment, train, type RunSummary } from '../../src/index.js';
import { evaluateCheckpoint } from '../../src/runtime/evaluate-checkpoint.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let runs = 0;

type Settings = NonNullable<Parameters<typeof train>[0]>;

/** Runs as short as can be with the presets' networks: updates, episodes that end, and a replay that has wrapped. */
const RUNS: Readonly<Record<string, Settings>> = {
  'cartpolepixels-dqn': {
    replay: { capacity: 120, minSize: 32, samplesPerInsert: 0.25 },
    algorithm: { name: 'dqn', hidden: [16] },
    learner: { batchSize: 4 },
    run: { steps: 256 },
  },
  'cartpolepixels-ppo': {
    actors: { blockLength: 16 },
    algorithm: { name: 'ppo', epochs: 1, hidden: [16] },
    learner: { batchSize: 16 },
    run: { steps: 64 },
  },
};

function shortRun(preset: string, actors: number): Promise<RunSummary> {
  const settings = RUNS[preset]!;
  return train(
    {
      ...settings,
      // Some episodes end, and some are cut short.
      env: { count: 4, maxEpisodeSteps: 12 },
      actors: { ...settings.actors, count: actors },
      evaluation: { targetReturn: null, episodes: 2 },
      run: { ...settings.run, seed: 3, out: join(folder, String(runs++)) },
    },
    { preset },
  );
}

describe.each(Object.keys(RUNS))('%s', (preset) => {
  it('gives the same weights with one actor and with two, and a checkpoint that plays as it was evaluated', async () => {
    const [one, two] = [await shortRun(preset, 1), await shortRun(preset, 2)];
    expect(one.updates).toBeGreaterThan(2);
    expect(one.episodes).toBeGreaterThan(2);
    expect(two.weightsSha256).toBe(one.weightsSha256);
    expect(two.evaluation).toEqual(one.evaluation);

    const manifest: unknown = JSON.parse(readFileSync(join(one.checkpoint, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      environment: { observationSpace: { kind: 'box', shape: [84, 84, 4], dtype: 'uint8', frames: 4 } },
    });
    const { meanReturn } = await evaluateCheckpoint(one.run);
    expect(meanReturn).toBe(one.evaluation!.meanReturn);

    const policy = loadPolicy(one.run);
    const { observation } = makeEnvironment('CartPolePixels-v1').reset({ seed: 1 });
    expect([0, 1]).toContain(policy.act(observation));
  });
});
