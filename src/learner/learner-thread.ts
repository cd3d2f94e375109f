/** The learner's thread: builds the learner and answers the main thread's calls. */
import { parentPort, threadId, workerData, type MessagePort } from 'node:worker_threads';
import { CounterLine } from '../shared/memory/counters.js';
import { exposeApi } from '../shared/rpc/expose.js';
import { supervisePort } from '../shared/rpc/supervised-port.js';
import { LEARNER_COUNTERS } from '../shared/telemetry.js';
import { buildLearner } from './build-learner.js';
import { conclude } from './conclude.js';
import type { LearnerApi, LearnerHost, LearnerOutcome } from './host.js';
import type { LearnerTask } from './learner-task.js';
import type { LoopEnd } from './learner.js';
import type { Snapshot } from './snapshot.js';

/** What `workerData` holds. */
export interface LearnerThreadData {
  readonly task: LearnerTask;
  /** The far end exposes {@link LearnerHost}. */
  readonly hostPort: MessagePort;
}

const { task, hostPort } = workerData as LearnerThreadData;
new CounterLine(task.memory.learnerCounters, LEARNER_COUNTERS, 0).set('threadId', threadId);

const host = supervisePort<LearnerHost>(hostPort, 'main');
const { learner, parts, checkpoints } = buildLearner(task, {
  evaluate: (...weights) => host.call((api) => api.evaluate(...weights)),
  report: (report) => host.call((api) => api.report(report)),
});
const { examiner, snapshot, gauges, reporter, intake, statistics } = parts;

/** The learner's state when the loop ended. After numbers went bad, that of the last finite weights. */
function lastSnapshot(end: LoopEnd): Snapshot {
  return end.reason === 'non-finite'
    ? { ...snapshot(), parameters: parts.publisher.lastFiniteParameters() }
    : snapshot();
}

const api: LearnerApi = {
  async run(): Promise<LearnerOutcome> {
    const end = await learner.run();
    const { snapshot: result, ...conclusion } = await conclude(end, lastSnapshot(end), examiner, checkpoints);
    await reporter.flushed();
    return {
      reason: conclusion.reason,
      detail: end.detail ?? '',
      envSteps: intake.envSteps,
      episodes: statistics.count,
      updates: gauges.updates,
      samples: gauges.samples,
      solvedAtEnvSteps: conclusion.reason === 'solved' ? result.envSteps : null,
      evaluation: conclusion.evaluation ?? null,
      weightsSha256: conclusion.weightsSha256,
      checkpoint: conclusion.checkpoint,
    };
  },

  checkpoint(): Promise<void> {
    parts.checkpoint();
    return Promise.resolve();
  },
};

exposeApi(api, parentPort!);
