/** DQN updates alone, at the shapes of `python/learner.py`: the same figures as `manyhands bench learner`. */
import type { Measurement } from '../../measure.js';
import { FULL_PACE } from '../../pace.js';
import type { LearnerCaseTask } from '../../suites/support/learner-case.js';
import { runWorker } from '../../suites/support/run-worker.js';
import { answer, type Figure } from './answer.js';

const BATCHES = [64, 512];
/** As the peer takes its time. */
const PACE = { ...FULL_PACE, warmUpNanoseconds: 500e6, roundNanoseconds: 30e6 };

const figures: Figure[] = [];
for (const batchSize of BATCHES) {
  const learner = { kind: 'replay', hidden: [128, 128], batchSize, double: false } as const;
  const task: LearnerCaseTask = { learner, pace: PACE };
  const measurements = (await runWorker('learner-case', task)) as Measurement[];
  const { unit, value } = measurements.find((one) => one.unit === 'updates/s')!;
  figures.push({ name: `4-128-128-2, batch ${batchSize}`, unit, value, samplesPerCall: batchSize });
}
answer(figures);
