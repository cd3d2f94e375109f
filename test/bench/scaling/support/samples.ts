import type { LearnerSample, ScalingSample } from '../../../../bench/scaling/sample.js';

export const idleSample = (envStepsPerSecond: number): ScalingSample => ({
  ...{ envStepsPerSecond, actorWaitRatio: 0.25, learner: null },
});

/** Beside a learner with batches of 100. */
export const trainingSample = (
  envStepsPerSecond: number,
  updatesPerSecond: number,
  learner: Partial<LearnerSample> = {},
): ScalingSample => ({
  ...{ envStepsPerSecond, actorWaitRatio: 0.5 },
  learner: {
    ...{ updatesPerSecond, samplesPerSecond: 100 * updatesPerSecond },
    ...{ trainRatio: 0.75, waitDataRatio: 0.125, ingestRatio: 0.0625, policyLag: 2 },
    ...learner,
  },
});
