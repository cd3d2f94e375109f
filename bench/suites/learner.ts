import type { Measurement } from '../measure.js';
import { FULL_PACE, QUICK_PACE, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import type { LearnerCase, LearnerCaseTask } from './support/learner-case.js';
import { runWorker } from './support/run-worker.js';

/** A round of an actor-critic lasts milliseconds by itself. */
const FULL: Pace = { ...FULL_PACE, warmUpNanoseconds: 300e6, roundNanoseconds: 30e6 };
const QUICK: Pace = { ...QUICK_PACE, warmUpNanoseconds: 30e6 };

export const LEARNER_CASES: readonly LearnerCase[] = [
  { kind: 'replay', hidden: [64, 64], batchSize: 64, double: true },
  { kind: 'replay', hidden: [128, 128], batchSize: 64, double: false },
  { kind: 'replay', hidden: [128, 128], batchSize: 64, double: true },
  { kind: 'replay', hidden: [128, 128], batchSize: 512, double: false },
  { kind: 'unrolls', algorithm: 'ppo' },
  { kind: 'unrolls', algorithm: 'a2c' },
  { kind: 'unrolls', algorithm: 'impala' },
];

/** One learner thread at work, one after the other. */
export async function learnerSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const learner of LEARNER_CASES) {
    const task: LearnerCaseTask = { learner, pace: isQuick ? QUICK : FULL };
    measurements.push(...((await runWorker('learner-case', task)) as Measurement[]));
  }
  return measurements;
}
