/** The learner's thread: builds the learner it is given and answers the main thread's calls. */
import { parentPort, threadId, workerData, type MessagePort } from 'node:worker_threads';
import { ManyhandsError } from '../shared/errors.js';
import { CounterLine } from '../shared/memory/counters.js';
import { Doorbell } from '../shared/memory/doorbell.js';
import { exposeApi } from '../shared/rpc/expose.js';
import { supervisePort } from '../shared/rpc/supervised-port.js';
import { LEARNER_COUNTERS } from '../shared/telemetry.js';
import { buildLearner, type BuiltLearner } from './build-learner.js';
import { conclude } from './conclude.js';
import type { LearnerApi, LearnerHost, LearnerOutcome } from './host.js';
import type { Crew } from './engines/simd/crew/crew.js';
import type { LearnerTask, TrainerTask } from './learner-task.js';
import type { LoopEnd } from './learner.js';
import type { Snapshot } from './snapshot.js';

/** What `workerData` holds. */
export interface LearnerThreadData {
  /** The far end exposes {@link LearnerHost}. */
  readonly hostPort: MessagePort;
}

const host = supervisePort<LearnerHost>((workerData as LearnerThreadData).hostPort, 'main');
let built: BuiltLearner | undefined;

/** Helpers for the run, if it asks for any. Most do not: their modules load for those that do. */
async function startCrew({ config }: LearnerTask): Promise<Crew | undefined> {
  const { threads } = config.learner;
  if (threads === 1) return undefined;
  const { Crew } = await import('./engines/simd/crew/crew.js');
  return Crew.start(threads);
}

/** @returns says that this thread holds no device; it says so itself when it ends, which gives one back */
function deviceReturn({ deviceReturned }: LearnerTask): () => void {
  if (deviceReturned === undefined) return () => undefined;
  const bell = Doorbell.attach(deviceReturned);
  process.once('exit', () => bell.ring());
  return () => bell.ring();
}

function build(task: LearnerTask & TrainerTask): Promise<BuiltLearner> {
  new CounterLine(task.memory.learnerCounters, LEARNER_COUNTERS, 0).set('threadId', threadId);
  return buildLearner(task, {
    evaluate: (...weights) => host.call((api) => api.evaluate(...weights)),
    report: (report) => host.call((api) => api.report(report)),
    checkpointWritten: (notice) => host.call((api) => api.checkpointWritten(notice)),
  });
}

/** The learner's state when the loop ended. After numbers went bad, that of the last finite weights. */
async function lastSnapshot(
  { reason }: LoopEnd,
  { snapshot, publisher }: BuiltLearner['parts'],
): Promise<Snapshot> {
  const last = await snapshot();
  return reason === 'non-finite' ? { ...last, parameters: await publisher.lastFiniteParameters() } : last;
}

/** Trains until the run ends, and says how it did. */
async function train(built: BuiltLearner): Promise<LearnerOutcome> {
  const { learner, parts, checkpoints } = built;
  const end = await learner.run();
  const { reason, snapshot, evaluation, weightsSha256, checkpoint } = await conclude(
    end,
    await lastSnapshot(end, parts),
    parts.examiner,
    checkpoints,
    () => {
      learner.showCounts();
      return parts.control.isStopped;
    },
  );
  learner.showCounts();
  await parts.reporter.flushed();
  return {
    reason,
    detail: end.detail ?? '',
    envSteps: parts.intake.envSteps,
    episodes: parts.statistics.count,
    updates: parts.gauges.updates,
    samples: parts.gauges.samples,
    solvedAtEnvSteps: reason === 'solved' ? snapshot.envSteps : null,
    evaluation: evaluation ?? null,
    weightsSha256,
    checkpoint,
  };
}

const api: LearnerApi = {
  async run(task): Promise<LearnerOutcome> {
    const sayReturned = deviceReturn(task);
    const crew = await startCrew(task);
    try {
      built = await build({ ...task, crew });
      const outcome = await train(built);
      // Not after a failure: main may still ask for a checkpoint.
      await built.engine.close();
      sayReturned();
      return outcome;
    } finally {
      await crew?.stop();
    }
  },

  checkpoint(): Promise<void> {
    if (built === undefined)
      throw new ManyhandsError('ERR_USAGE', 'checkpoint: expected a run under way, got none');
    return built.parts.checkpoint();
  },

  end: () => process.exit(),
};

exposeApi(api, parentPort!);
