import type { TensorBoardScalar } from '../../../src/metrics/tensorboard.js';

/** What the recorded event file in test/golden/tensorboard holds. */
export const sampleScalars: readonly (readonly [
  step: number,
  scalars: Partial<Record<TensorBoardScalar, number>>,
])[] = [
  [0, { episodeReturn: 21.5, tdLoss: 0 }],
  [1000, { episodeReturn: 475, episodeLength: 475, envStepsPerSecond: 123456.789, qValueMean: -0.1 }],
  [3_000_000_000, { tdLoss: 1e-10, learningRate: 0.00025 }],
  [2 ** 40 + 1, { tdLoss: -3.5 }],
  [
    2 ** 40 + 2,
    {
      ...{ policyLoss: -0.01, valueLoss: 12.5, entropy: 0.693, klDivergence: 0.004, clipRatio: 0.125 },
      ...{ explainedVariance: -1.5, episodeReturn: -200 },
    },
  ],
];

/** One quarter second between records. */
export function sampleClock(): () => number {
  let milliseconds = 1_700_000_000_000;
  return () => (milliseconds += 250);
}
