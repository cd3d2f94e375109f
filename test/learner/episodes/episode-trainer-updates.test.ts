import { describe, expect, it } from 'vitest';
import type { Space } from '../../../src/shared/spaces.js';
import { ReferenceEpisodeLearner } from '../support/episode-reference.js';
import { distanceOf, expectFigure } from '../support/figures.js';
import { CHOICES, ingestRound, PLANE, policyTrainer, type PolicySettings } from '../support/policy-task.js';

/**
 * Parameters are of size 1, and float32 rounds them by 6e-8 once an update, some 40 times: 2.4e-6 if all went one way.
 * A gradient is a sum over an episode, with an error of 1e-6, and moves them by no more with an epsilon as large as the step.
 */
const PARAMETER_TOLERANCE = 3e-6;

const ADAM = { name: 'adam', learningRate: 1e-2, epsilon: 1e-2 } as const;

const CASES: readonly (readonly [string, PolicySettings, Space])[] = [
  [
    'REINFORCE, choices, an episode an update',
    { algorithm: { name: 'reinforce', entropyCoefficient: 0.02 }, optimizer: ADAM },
    CHOICES,
  ],
  [
    'REINFORCE, a box, returns as they are, normalized observations, a clipped gradient',
    {
      algorithm: {
        name: 'reinforce',
        standardizeReturns: false,
        episodesPerUpdate: 2,
        normalizeObservations: true,
        initialLogStandardDeviation: -0.5,
      },
      optimizer: { ...ADAM, maxGradientNorm: 2 },
    },
    PLANE,
  ],
  [
    'Actor-Critic, choices, several episodes an update, a falling step size',
    {
      algorithm: {
        name: 'actor-critic',
        episodesPerUpdate: 3,
        entropyCoefficient: 0.01,
        valueCoefficient: 0.7,
      },
      optimizer: { ...ADAM, schedule: 'linear' },
    },
    CHOICES,
  ],
  [
    'Actor-Critic, a box, networks apart, normalized observations, RMSProp',
    {
      algorithm: { name: 'actor-critic', sharedTrunk: false, normalizeObservations: true },
      optimizer: { name: 'rmsprop', learningRate: 1e-2, decay: 0.9, epsilon: 1e-2 },
    },
    PLANE,
  ],
];

describe('EpisodeTrainer', () => {
  it.each(CASES)('makes the updates of a float64 reference: %s', async (_, given, actionSpace) => {
    const made = await policyTrainer(
      { ...given, env: { count: 3 }, actors: { count: 1, blockLength: 5 } },
      actionSpace,
    );
    const reference = new ReferenceEpisodeLearner(made.task, made.initialParameters);
    let updates = 0;
    for (let round = 0; round < 6; round++) {
      ingestRound(made, round, [1, 2]);
      for (const { numRows, ...wanted } of reference.learnRound()) {
        expect(made.trainer.canUpdate()).toBe(true);
        const metrics: Readonly<Record<string, number>> = (await made.trainer.update())!;
        for (const [name, value] of Object.entries(wanted)) expectFigure(name, metrics[name]!, value);
        expect([metrics['qValueMean'], made.trainer.batchSize]).toEqual([NaN, numRows]);
        updates++;
      }
      expect([made.trainer.updatesDue, made.trainer.holdsBlocks]).toEqual([0, false]);
      const distance = distanceOf(made.engine.readParameters(), reference.policy.parameters);
      expect(distance).toBeLessThan(PARAMETER_TOLERANCE);
    }
    // Enough for episodes that a block ends, that it begins, and that it is the middle of.
    expect(updates).toBeGreaterThan(5);
  });
});
