/** DQN updates alone, at the shapes of `python/learner.py`, on as many threads as the one argument says. */
import type { Measurement } from '../../measure.js';
import { FULL_PACE } from '../../pace.js';
import type { CrewCaseTask } from '../../suites/support/crew-case.js';
import { runWorker } from '../../suites/support/run-worker.js';
import { answer, type Figure } from './answer.js';

const BATCHES = [64, 512];
/** As the peer takes its time. */
const PACE = { ...FULL_PACE, warmUpNanoseconds: 500e6, roundNanoseconds: 30e6 };

const threads = Number(process.argv[2]);
const figures: Figure[] = [];
for (const batchSize of BATCHES) {
  const name = `4-128-128-2, batch ${batchSize}`;
  const task: CrewCaseTask = {
    name,
    batchSize,
    settings: {
      algorithm: { name: 'dqn', hidden: [128, 128], double: false, nStep: 1 },
      replay: { kind: 'uniform', minSize: 20_000 },
      learner: { batchSize },
    },
    threads: [threads],
    pace: PACE,
  };
  const [samples] = (await runWorker('crew-case', task)) as [Measurement];
  figures.push({ name, unit: 'updates/s', value: samples.value / batchSize, samplesPerCall: batchSize });
}
answer(figures);
