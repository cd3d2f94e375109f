import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/learner/checkpoints/read-checkpoint.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { bits } from '../shared/kernels/support/fixture.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { learnerOf } from './support/built-learner.js';
import { ingestRound, type PolicySettings } from './support/policy-task.js';

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
