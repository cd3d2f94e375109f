import type { RunRates } from '../../src/runtime/run-meter.js';

/** How long the runs of a sweep are looked at. */
export interface SweepPace {
  /** Runs of each configuration. */
  readonly rounds: number;
  /** From when all actors step and the learner trains, until the code has reached its final tier. */
  readonly warmUpMilliseconds: number;
  /** At least so long is measured. */
  readonly measuredMilliseconds: number;
}

export const SWEEP_PACE: SweepPace = { rounds: 3, warmUpMilliseconds: 400, measuredMilliseconds: 400 };
export const QUICK_SWEEP_PACE: SweepPace = { rounds: 1, warmUpMilliseconds: 100, measuredMilliseconds: 100 };

/** What one run of a configuration did while it was measured. */
export interface ScalingSample {
  readonly envStepsPerSecond: number;
  /** Share of actors' time in which they waited for a free block or for weights, 0 to 1, mean over actors. */
  readonly actorWaitRatio: number;
  /** Null where the learner is idle. */
  readonly learner: LearnerSample | null;
}

export interface LearnerSample {
  readonly updatesPerSecond: number;
  /** Transitions learned from, each as often as it was in a batch. */
  readonly samplesPerSecond: number;
  /** Shares of the learner's time, 0 to 1. */
  readonly trainRatio: number;
  readonly waitDataRatio: number;
  readonly ingestRatio: number;
  /** In published versions, mean over the blocks taken in. */
  readonly policyLag: number;
}

/** A sample of what happened between two readings of a run. */
export function sampleOf({ actorRatios, learnerRatios, ...rates }: RunRates): ScalingSample {
  return {
    envStepsPerSecond: rates.envStepsPerSecond,
    actorWaitRatio: actorRatios.waitRing + actorRatios.waitWeights,
    learner: {
      updatesPerSecond: rates.updatesPerSecond,
      samplesPerSecond: rates.samplesPerSecond,
      trainRatio: learnerRatios.train,
      waitDataRatio: learnerRatios.waitData,
      ingestRatio: learnerRatios.ingest,
      policyLag: rates.policyLag,
    },
  };
}
