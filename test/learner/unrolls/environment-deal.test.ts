import { describe, expect, it } from 'vitest';
import type { AlgorithmName } from '../../../src/learner/algorithms/config.js';
import { bits } from '../../shared/kernels/support/fixture.js';
import { CHOICES, ingestRound, PLANE, policyTrainer, type PolicySettings } from '../support/policy-task.js';

const NORMALIZED = { normalizeObservations: true, normalizeReturns: true } as const;

const CASES: readonly (readonly [AlgorithmName, PolicySettings])[] = [
  ['ppo', { algorithm: { name: 'ppo', epochs: 2, ...NORMALIZED }, learner: { batchSize: 13 } }],
  ['a2c', { algorithm: { name: 'a2c', ...NORMALIZED } }],
  ['impala', { algorithm: { name: 'impala', ...NORMALIZED }, run: { mode: 'sync' } }],
  ['reinforce', { algorithm: { name: 'reinforce', normalizeObservations: true } }],
  ['actor-critic', { algorithm: { name: 'actor-critic', normalizeObservations: true } }],
];

/** Everything that five rounds leave behind, when they come in blocks of so many environments. */
async function stateAfter(
  settings: PolicySettings,
  deal: readonly number[],
  actionSpace = CHOICES as typeof PLANE | typeof CHOICES,
) {
  const made = await policyTrainer(settings, actionSpace);
  const figures: number[][] = [];
  for (let round = 0; round < 5; round++) {
    ingestRound(made, round, deal);
    while (made.trainer.updatesDue > 0) figures.push(Object.values((await made.trainer.update())!));
  }
  const vectors = { ...made.engine.optimizerState(), ...made.trainer.state() };
  return {
    figures,
    parameters: bits(made.engine.readParameters()),
    ...Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, bits(values)])),
  };
}

describe.each(CASES)('a run of %s', (_, settings) => {
  it.each([CHOICES, PLANE])(
    'learns the same bits however its environments are dealt out: %o',
    async (actionSpace) => {
      const alone = await stateAfter(settings, [4], actionSpace);
      expect(alone.figures.length).toBeGreaterThan(3);
      for (const deal of [
        [2, 2],
        [3, 1],
        [1, 1, 1, 1],
      ])
        expect(await stateAfter(settings, deal, actionSpace)).toEqual(alone);
    },
  );
});
