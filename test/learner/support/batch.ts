import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';

/** An empty batch, poisoned. */
export function batchOf(batchSize: number, observationSize: number): TransitionBatch {
  return {
    observationTm1: new Float32Array(batchSize * observationSize).fill(NaN),
    actionTm1: new Int32Array(batchSize).fill(-1),
    rewardT: new Float32Array(batchSize).fill(NaN),
    discountT: new Float32Array(batchSize).fill(NaN),
    observationT: new Float32Array(batchSize * observationSize).fill(NaN),
  };
}

/** The values of a batch, to compare: plain arrays. */
export function valuesOf(batch: TransitionBatch): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(batch as unknown as Record<string, Float32Array>).map(([name, values]) => [
      name,
      [...values],
    ]),
  );
}
