import { describe, expect, it } from 'vitest';
import type { Space } from '../../../src/shared/spaces.js';
import { distanceOf, expectFigure } from '../support/figures.js';
import { CHOICES, ingestRound, PLANE, policyTrainer, type PolicySettings } from '../support/policy-task.js';
import { ReferenceUnrollLearner } from '../support/unroll-reference.js';

/**
 * Parameters are of size 1, and float32 rounds them by 6e-8 once an update, 18 times at most: 1e-6 if all went one way. A
 * gradient's own error of some 1e-7 is made no larger by an epsilon that is as large as the step size.
 */
const PARAMETER_TOLERANCE = 1e-6;

const ADAM = { name: 'adam', learningRate: 1e-2, epsilon: 1e-2 } as const;
const RMSPROP = { name: 'rmsprop', learningRate: 1e-2, decay: 0.9, epsilon: 1e-2 } as const;

const SIZES = { env: { count: 3 }, actors: { count: 1, blockLength: 7 }, run: { steps: 63 * 2 } } as const;

const CASES: readonly (readonly [string, PolicySettings, Space])[] = [
  [
    'A2C, choices, all rewards of the unroll, RMSProp',
    { algorithm: { name: 'a2c', entropyCoefficient: 0.02 }, optimizer: RMSPROP },
    CHOICES,
  ],
  [
    'A2C, a box, normalized throughout, a shared trunk, a gradient that is clipped, a falling step size',
    {
      algorithm: {
        name: 'a2c',
        gaeLambda: 0.7,
        normalizeAdvantages: true,
        normalizeObservations: true,
        normalizeReturns: true,
        sharedTrunk: true,
        entropyCoefficient: 0.01,
      },
      optimizer: { ...ADAM, schedule: 'linear', maxGradientNorm: 0.5 },
    },
    PLANE,
  ],
  [
    'IMPALA, choices, clips that cut',
    {
      algorithm: { name: 'impala', rhoClip: 1.1, cClip: 0.9, lambda: 0.9 },
      run: { mode: 'sync' },
      optimizer: RMSPROP,
    },
    CHOICES,
  ],
  [
    'IMPALA, a box, normalized returns',
    { algorithm: { name: 'impala', normalizeReturns: true }, run: { mode: 'sync' }, optimizer: ADAM },
    PLANE,
  ],
  [
    'PPO, choices, a last minibatch that is shorter',
    {
      algorithm: { name: 'ppo', epochs: 2, entropyCoefficient: 0.01 },
      learner: { batchSize: 8 },
      optimizer: ADAM,
    },
    CHOICES,
  ],
  [
    'PPO, a box, clipped values, everything falling, normalized throughout, a last minibatch of one',
    {
      algorithm: {
        name: 'ppo',
        epochs: 2,
        valueClipRange: 0.05,
        clipSchedule: 'linear',
        normalizeObservations: true,
        normalizeReturns: true,
        sharedTrunk: true,
      },
      learner: { batchSize: 10 },
      optimizer: { ...ADAM, schedule: 'linear' },
    },
    PLANE,
  ],
];

describe('UnrollTrainer', () => {
  it.each(CASES)('makes the updates of a float64 reference: %s', async (_, given, actionSpace) => {
    const settings = { ...given, ...SIZES, run: { ...SIZES.run, ...given.run } };
    const made = await policyTrainer(settings, actionSpace);
    const reference = new ReferenceUnrollLearner(made.task, made.initialParameters);
    for (let round = 0; round < 3; round++) {
      ingestRound(made, round, [1, 2]);
      for (const wanted of reference.learnRound()) {
        const metrics: Readonly<Record<string, number>> = (await made.trainer.update())!;
        for (const [name, value] of Object.entries(wanted)) expectFigure(name, metrics[name]!, value);
        expect(metrics['qValueMean']).toBeNaN();
      }
      const distance = distanceOf(made.engine.readParameters(), reference.policy.parameters);
      expect(distance).toBeLessThan(PARAMETER_TOLERANCE);
      expect([made.trainer.updatesDue, made.trainer.holdsBlocks]).toEqual([0, false]);
    }
  });
});
