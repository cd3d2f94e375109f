import { buildLearner } from '../../../src/learner/build-learner.js';
import type { LearnerHost } from '../../../src/learner/host.js';
import { policyFeeds } from './policy-feeds.js';
import { PLANE, policyTask, policyTrainer, type PolicySettings } from './policy-task.js';
import { resultOf, snapshotAt } from './snapshots.js';

/** A learner over rings that hold two blocks of every actor, which is all that it is to learn from; and a trainer for itself. */
export async function learnerOf(settings: PolicySettings, checkpointFolder: string) {
  const given: PolicySettings = {
    ...settings,
    run: { steps: 64 },
    evaluation: { everySteps: 32, targetReturn: 1e6 },
  };
  const task = { ...policyTask(given, PLANE), checkpointFolder };
  const asked: Float32Array[] = [];
  const host: LearnerHost = {
    evaluate: (parameters, policyVersion, envSteps) => {
      asked.push(parameters);
      return Promise.resolve(resultOf(0, { ...snapshotAt(envSteps), policyVersion }));
    },
    report: () => Promise.resolve(),
    checkpointWritten: () => Promise.resolve(),
  };
  const built = await buildLearner(task, host);
  const { push } = policyFeeds(task, built.parts.trainer);
  for (const actor of [0, 0, 1, 1]) push(actor);
  return { ...built, task, asked, twin: await policyTrainer(given, PLANE) };
}
