import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildLearner } from '../../src/learner/build-learner.js';
import { readCheckpoint } from '../../src/learner/checkpoints/read-checkpoint.js';
import type { LearnerHost } from '../../src/learner/host.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { bits } from '../shared/kernels/support/fixture.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { policyFeeds } from './support/policy-feeds.js';
import { ingestRound, PLANE, policyTask, policyTrainer, type PolicySettings } from './support/policy-task.js';
import { resultOf, snapshotAt } from './support/snapshots.js';

const NORMALIZED = { normalizeObservations: true, normalizeReturns: true } as const;

const CASES: readonly (readonly [string, PolicySettings, readonly string[]])[] = [
  ['ppo', { algorithm: { name: 'ppo', ...NORMALIZED } }, ['observations.moments', 'returns.moments']],
  ['a2c', { algorithm: { name: 'a2c', normalizeReturns: true } }, ['returns.moments']],
  ['impala', { algorithm: { name: 'impala', ...NORMALIZED } }, ['observations.moments', 'returns.moments']],
  [
    'actor-critic',
    { algorithm: { name: 'actor-critic', normalizeObservations: true } },
    ['observations.moments'],
  ],
  ['reinforce', { algorithm: { name: 'reinforce' } }, []],
];

/** A learner over rings that hold two blocks of every actor, which is all that it is to learn from. */
async function learnerOf(settings: PolicySettings, checkpointFolder: string) {
  const given: PolicySettings = {
    ...settings,
    run: { steps: 64 },
    evaluation: { everySteps: 32, targetReturn: 1e6 },
  };
  const task = { ...policyTask(given, PLANE), checkpointFolder };
  const asked: Float32Array[] = [];
  const host: LearnerHost = {
    evaluate: (parameters, policyVersion, envSteps) => {
      asked.push(parameters);
      return Promise.resolve(resultOf(0, { ...snapshotAt(envSteps), policyVersion }));
    },
    report: () => Promise.resolve(),
    checkpointWritten: () => Promise.resolve(),
  };
  const built = await buildLearner(task, host);
  const { push } = policyFeeds(task, built.parts.trainer);
  for (const actor of [0, 0, 1, 1]) push(actor);
  return { ...built, task, asked, twin: await policyTrainer(given, PLANE) };
}

describe.each(CASES)('buildLearner, of %s', (_, settings, stateNames) => {
  const folder = temporaryFolder();

  it('learns from the rings what the trainer learns from the steps, and publishes what actors act with', async () => {
    const { learner, parts, task, asked, twin } = await learnerOf(settings, folder);
    expect(await learner.run()).toEqual({ reason: 'steps' });
    for (const round of [0, 1]) {
      ingestRound(twin, round, [2, 2]);
      while (twin.trainer.updatesDue > 0) await twin.trainer.update();
    }
    const snapshot = await parts.snapshot();
    expect([snapshot.envSteps, snapshot.updates]).toEqual([64, twin.engine.updates]);
    expect(bits(snapshot.parameters)).toEqual(bits(twin.engine.readParameters()));

    const numActing = parameterLayout(task.networks.acting).numParameters;
    const published = new Float32Array(numActing).fill(NaN);
    new WeightReader(task.memory.weights, 0).readNewestInto(published);
    expect(bits(published)).toEqual(bits(snapshot.parameters.subarray(0, numActing)));
    expect(asked[0]!.length).toBe(numActing);
    for (const { ring } of parts.intake.feeds) expect(ring.numReadable).toBe(0);
  });

  it('keeps the whole network and the state of what trains it in checkpoints', async () => {
    const { learner, parts, task } = await learnerOf(settings, folder);
    await learner.run();
    await parts.checkpoint();
    const { parameters, optimizerState } = await parts.snapshot();
    const names = Object.keys(optimizerState);
    expect(names.filter((name) => name.endsWith('moments'))).toEqual(stateNames);
    const { weights, optimizer } = readCheckpoint(join(folder, '64'), {
      weights: () => parameterLayout(task.networks.trained).tensors,
      optimizer: () => names.map((name) => ({ name, shape: [optimizerState[name]!.length] })),
    });
    expect(bits(weights)).toEqual(bits(parameters));
    expect(optimizer.map(({ name, data }) => [name, bits(data)])).toEqual(
      names.map((name) => [name, bits(optimizerState[name]!)]),
    );
  });
});
