import { describe, expect, it } from 'vitest';
import { ratesBetween } from '../../src/dashboard/rates.js';
import { PROGRESS_COLUMNS, type ProgressRow } from '../../src/metrics/progress-csv.js';
import { ProgressReadings } from '../../src/runtime/progress-readings.js';

const FACTS = { stepsPerBlock: 128, replayCapacity: 5000 };
const EMPTY = Object.fromEntries(PROGRESS_COLUMNS.map((column) => [column, null])) as ProgressRow;

const LEARNER = {
  ...{
    learnerTrainRatio: 0.5,
    learnerWaitRatio: 0.25,
    learnerIngestRatio: 0.125,
    learnerPublishRatio: 0.125,
  },
  ...{ learnerCheckpointRatio: 0, learnerOtherRatio: 0 },
};
const ACTORS = {
  ...{ actorEnvRatio: 0.5, actorPolicyRatio: 0.25, actorWaitRatio: 0.25 },
  ...{ actorWaitWeightsRatio: 0, actorOtherRatio: 0 },
};

const readingsOf = (rows: readonly Partial<ProgressRow>[], missing: readonly string[] = []) => {
  const readings = new ProgressReadings(FACTS, (column) => !missing.includes(column));
  return rows.map((row) => readings.next({ ...EMPTY, ...row }));
};

describe('ProgressReadings', () => {
  it('adds up what rows say of the time since the one before', () => {
    const [first, second, third] = readingsOf([
      { timeSeconds: 2, envSteps: 256, policyLagMean: 0.5, ...LEARNER, ...ACTORS },
      { timeSeconds: 4, envSteps: 1280, policyLagMean: 1, ...LEARNER, ...ACTORS },
      // Nothing was booked, no block came.
      { timeSeconds: 5, envSteps: 1280, policyLagMean: null },
    ]);
    expect(first).toMatchObject({ blocks: 2, policyLagSum: 1 });
    expect(second).toMatchObject({
      ...{ blocks: 10, policyLagSum: 9 },
      actorSeconds: { env: 1, policy: 0.5, waitRing: 0.5, waitWeights: 0, other: 0 },
      learnerSeconds: { train: 1, waitData: 0.5, ingest: 0.25, publish: 0.25, checkpoint: 0, other: 0 },
    });
    expect(ratesBetween(first!, second!)).toMatchObject({
      ...{ envStepsPerSecond: 512, policyLagMean: 1 },
      actorShares: { env: 0.5, policy: 0.25, waitRing: 0.25, waitWeights: 0, other: 0 },
      learnerShares: { train: 0.5, waitData: 0.25, ingest: 0.125, publish: 0.125, checkpoint: 0, other: 0 },
    });
    expect(ratesBetween(second!, third!)).toMatchObject({
      ...{ envStepsPerSecond: 0, policyLagMean: null, actorShares: null, learnerShares: null },
    });
  });

  it('copies totals and figures', () => {
    const row = {
      ...{ timeSeconds: 1.25, envSteps: 7, episodes: 6, updates: 5, samples: 4, policyVersion: 3 },
      ...{
        episodeReturnMean: 9.5,
        epsilon: 0.5,
        learningRate: 0.25,
        loss: 1 / 3,
        gradientNorm: 2,
        qValueMean: -4,
      },
      ...{ tdErrorMean: 1, policyLoss: -0.5, valueLoss: 8, entropy: 0.7, klDivergence: 0.01, clipRatio: 0.1 },
      ...{ explainedVariance: 0.9, replaySize: 7, replayCapacity: 100, ringFillRatio: 0.75 },
    };
    const { episodeReturnMean, ringFillRatio, ...same } = row;
    expect(readingsOf([row])[0]).toMatchObject({
      ...same,
      ...{ returnMean: episodeReturnMean, ringFill: ringFillRatio, loss: 0.333333 },
    });
  });

  it('has nulls where an older run recorded nothing, or an algorithm has no such figure', () => {
    const missing = ['learnerTrainRatio', 'actorEnvRatio', 'ringFillRatio', 'replayCapacity'];
    const rows = [1, 2].map((timeSeconds) => ({
      ...{ timeSeconds, envSteps: 128 * timeSeconds, replaySize: 64 },
      ...{ learnerWaitRatio: 0.5, actorWaitRatio: 0.5 },
    }));
    expect(readingsOf(rows, missing)[1]).toMatchObject({
      ...{ actorSeconds: null, learnerSeconds: null, ringFill: null, returnMean: null, entropy: null },
      // By its config.
      replayCapacity: 5000,
    });
    expect(readingsOf([{ timeSeconds: 1, envSteps: 128 }])[0]).toMatchObject({
      ...{ replaySize: null, replayCapacity: null, updates: 0, blocks: 0, policyLagSum: 0 },
    });
  });
});
