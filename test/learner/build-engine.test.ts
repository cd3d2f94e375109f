import { describe, expect, it } from 'vitest';
import { bits } from '../shared/kernels/support/fixture.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { ingestRound, PLANE, policyTrainer, type PolicySettings } from './support/policy-task.js';
import { SequentialCrew } from './support/sequential-crew.js';

const weightsOf = async (settings: PolicySettings) => {
  const { task, initialParameters } = await policyTrainer(settings, PLANE);
  const { tensors } = parameterLayout(task.networks.trained);
  const part = (name: string) => {
    const { offset, length } = tensors.find((tensor) => tensor.name === name)!;
    return [...initialParameters.subarray(offset, offset + length)];
  };
  return { all: bits(initialParameters), part };
};

describe('buildEngine', () => {
  it('has a crew make the updates, where there is one', async () => {
    const crew = new SequentialCrew(2);
    const rounds: string[] = [];
    const carryOut = crew.carryOut.bind(crew);
    crew.carryOut = (name, ...numbers) => {
      rounds.push(name);
      carryOut(name, ...numbers);
    };
    const made = await policyTrainer({ algorithm: { name: 'a2c' } }, PLANE, crew);
    const alone = await policyTrainer({ algorithm: { name: 'a2c' } }, PLANE);
    expect(made.initialParameters).toEqual(alone.initialParameters);
    ingestRound(made, 0);
    await made.trainer.update();
    // The values that the targets are made of, of what came next and of the batch; then the update, without another pass.
    expect(rounds).toEqual(['forward', 'forward', 'backward', 'gradient', 'step']);
  });

  it('draws the first weights from the seed of the run and from nothing else', async () => {
    const weights = async (seed: number, given: Partial<PolicySettings> = {}) =>
      (await weightsOf({ algorithm: { name: 'a2c' }, ...given, run: { seed } })).all;
    const first = await weights(5);
    expect(await weights(6)).not.toEqual(first);
    expect(await weights(5, { actors: { count: 1, blockLength: 3 }, env: { count: 2 } })).toEqual(first);
    expect(await weights(5, { optimizer: { name: 'adam', learningRate: 0.5 } })).toEqual(first);
  });

  it('begins as the algorithm says: a policy near the middle, and the standard deviation asked for', async () => {
    const { part } = await weightsOf({
      algorithm: { name: 'ppo', initialisation: 'orthogonal', initialLogStandardDeviation: -0.5 },
    });
    expect(part('logStandardDeviation.0.value')).toEqual([-0.5, -0.5]);
    // Orthogonal columns of gain 0.01 and 1: their Euclidean norms, in float32.
    const normsOf = (weight: readonly number[], columns: number) =>
      Array.from({ length: columns }, (_, j) => Math.hypot(...weight.filter((_, k) => k % columns === j)));
    for (const norm of normsOf(part('policy.1.weight'), 2)) expect(Math.abs(norm - 0.01)).toBeLessThan(1e-8);
    for (const norm of normsOf(part('value.1.weight'), 1)) expect(Math.abs(norm - 1)).toBeLessThan(1e-6);
  });
});
