import { describe, expect, it } from 'vitest';
import { createDistribution } from '../../../src/learner/distributions/create-distribution.js';
import { HeldUnrolls } from '../../../src/learner/unrolls/held-unrolls.js';
import { allocateStepColumns } from '../../../src/learner/unrolls/step-columns.js';
import { UnrollPredictor } from '../../../src/learner/unrolls/unroll-predictor.js';
import { ReferencePolicy } from '../support/policy-reference.js';
import { CHOICES, PLANE, policyTrainer } from '../support/policy-task.js';
import { policySteps, policyUnroll } from '../support/policy-steps.js';

/** Two dense layers of at most 5 terms below 1, in float32; log-probabilities are a few such numbers. */
const TOLERANCE = 2e-6;

const SHARES = [
  { firstEnv: 0, numEnvs: 3, numSteps: 9 },
  { firstEnv: 3, numEnvs: 1, numSteps: 9 },
];
const NUM_ROWS = 36;

/** Predictions for blocks held, by an engine that is asked about at most so many rows at a time. */
async function predict(
  maxBatchSize: number,
  actionSpace: typeof CHOICES | typeof PLANE,
  isAsked = true,
  method: 'predictInto' | 'forwardInto' = 'predictInto',
) {
  const made = await policyTrainer(
    { algorithm: { name: 'ppo' }, actors: { blockLength: 32 }, learner: { batchSize: maxBatchSize } },
    actionSpace,
  );
  expect(made.engine.maxBatchSize).toBe(maxBatchSize);
  const held = new HeldUnrolls(made.task.unroll, NUM_ROWS);
  for (const extent of SHARES)
    held.add(policyUnroll(actionSpace, policySteps(actionSpace, extent, 0)), extent);
  const steps = allocateStepColumns(NUM_ROWS);
  Object.values(steps).forEach((column: Float32Array) => column.fill(NaN));
  const distribution = isAsked ? createDistribution(actionSpace) : undefined;
  const predictor = new UnrollPredictor(made.engine, made.task.unroll, distribution);
  // Twice: nothing of the first time may be left.
  await predictor[method](held, steps);
  await predictor[method](held, steps);
  const policy = new ReferencePolicy(made.task.networks.trained, actionSpace, made.initialParameters);
  return { steps, policy, rows: SHARES.flatMap((extent) => policySteps(actionSpace, extent, 0).flat()) };
}

describe('UnrollPredictor', () => {
  it.each([
    [1, CHOICES],
    [4, PLANE],
    [7, CHOICES],
    [64, PLANE],
  ] as const)(
    'asks about every observation, and about the true next one, %d rows at a time',
    async (maxBatchSize, actionSpace) => {
      const { steps, policy, rows } = await predict(maxBatchSize, actionSpace);
      rows.forEach(({ observation, action, nextObservation, terminated }, row) => {
        const { value, logProbability } = policy.at(observation, action);
        expect(Math.abs(steps.value[row]! - value)).toBeLessThan(TOLERANCE);
        expect(Math.abs(steps.logProbability[row]! - logProbability)).toBeLessThan(TOLERANCE);
        if (terminated === 1) expect(steps.nextValue[row]).toBe(0);
        else
          expect(Math.abs(steps.nextValue[row]! - policy.valueOf(nextObservation))).toBeLessThan(TOLERANCE);
      });
      const ends = rows.filter(
        ({ terminated, truncated }, row) => terminated + truncated > 0 && row % 9 !== 8,
      );
      expect(ends.length).toBeGreaterThan(3);
    },
  );

  it('works out log-probabilities only for those who want them', async () => {
    const { steps } = await predict(64, CHOICES, false);
    expect(steps.logProbability.every(Number.isNaN)).toBe(true);
  });

  it('gives the same bits however many rows it asks about at a time', async () => {
    const { steps: whole } = await predict(64, CHOICES);
    for (const maxBatchSize of [1, 3, 10])
      expect((await predict(maxBatchSize, CHOICES)).steps).toEqual(whole);
  });

  it.each([CHOICES, PLANE])(
    'gives the same bits for all rows at once, as the batch of an update: %o',
    async (actionSpace) => {
      const { steps } = await predict(64, actionSpace, true, 'forwardInto');
      expect(steps).toEqual((await predict(64, actionSpace)).steps);
    },
  );
});
