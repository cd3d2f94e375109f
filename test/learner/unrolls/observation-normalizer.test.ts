import { describe, expect, it } from 'vitest';
import { ObservationNormalizer } from '../../../src/learner/unrolls/observation-normalizer.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { mean, variance } from '../support/policy-reference.js';
import { ingestRound, policyTask, policyTrainer } from '../support/policy-task.js';
import { policySteps } from '../support/policy-steps.js';

const SETTINGS = { algorithm: { name: 'a2c', normalizeObservations: true } } as const;

/** Mean and scale that observations of the first rounds have, in float64 and two passes. */
function momentsAfter(rounds: number) {
  const rows = policySteps(
    policyTask(SETTINGS).actionSpace,
    { firstEnv: 0, numEnvs: 4, numSteps: 8 * rounds },
    0,
  );
  const columns = [0, 1, 2].map((d) => rows.flat().map(({ observation }) => observation[d]!));
  return [...columns.map(mean), ...columns.map((column) => 1 / Math.sqrt(variance(column) + 1e-8))];
}

function expectMoments(parameters: Float32Array, wanted: readonly number[]): void {
  // Of size 2, rounded to float32 once.
  wanted.forEach((value, k) => expect(Math.abs(parameters[k]! - value)).toBeLessThan(2e-7));
}

describe('ObservationNormalizer', () => {
  it('counts what a round showed only once the round has been learned from', async () => {
    const made = await policyTrainer(SETTINGS);
    const { trainer, engine } = made;
    expect(
      parameterLayout(made.task.networks.trained)
        .tensors.map(({ name }) => name)
        .slice(0, 2),
    ).toEqual(['0.mean', '0.scale']);
    let published = [0, 0, 0, 1, 1, 1];
    for (let round = 0; round < 3; round++) {
      ingestRound(made, round, [1, 3]);
      expectMoments(engine.readParameters(), published);
      await trainer.update();
      published = momentsAfter(round + 1);
      expectMoments(engine.readParameters(), published);
    }
  });

  it('is learned from with the moments that it was acted with, in every epoch', async () => {
    const made = await policyTrainer({
      algorithm: { name: 'ppo', normalizeObservations: true, epochs: 3 },
      learner: { batchSize: 16 },
    });
    const { trainer, engine } = made;
    ingestRound(made, 0);
    for (let update = 0; update < 6; update++) {
      expectMoments(engine.readParameters(), [0, 0, 0, 1, 1, 1]);
      await trainer.update();
    }
    expectMoments(engine.readParameters(), momentsAfter(1));
  });

  it('is kept in checkpoints as count, means and variances', async () => {
    const made = await policyTrainer({ algorithm: { ...SETTINGS.algorithm, normalizeReturns: true } });
    ingestRound(made, 0);
    const state = made.trainer.state();
    expect(Object.entries(state).map(([name, { length }]) => [name, length])).toEqual([
      ['observations.moments', 7],
      ['returns.moments', 3],
    ]);
    expect([state['observations.moments']![0], state['returns.moments']![0]]).toEqual([32, 32]);
    expectMoments(state['observations.moments']!.subarray(1), momentsAfter(1).slice(0, 3));
    const copy = structuredClone(state);
    ingestRound(await policyTrainer(SETTINGS), 0);
    await made.trainer.update();
    ingestRound(made, 1);
    expect(state).toEqual(copy);
  });

  it('refuses a network that does not begin with a normalize layer', async () => {
    const { task, engine } = await policyTrainer({ algorithm: { name: 'a2c' } });
    expect(() => new ObservationNormalizer(engine, task.networks.trained)).toThrow(
      expect.objectContaining({
        code: 'ERR_NETWORK_SPEC',
        message: 'layers[0]: expected a normalize layer, got none',
      }) as Error,
    );
  });
});
