/** What the threads of the actor pool run: `act` for as long as the run lasts, `evaluate` now and then. */
import { threadId } from 'node:worker_threads';
import { ManyhandsError } from '../shared/errors.js';
import { CounterLine } from '../shared/memory/counters.js';
import { EVALUATION_COUNTERS } from '../shared/telemetry.js';
import type {
  ActorTask,
  EpisodeReturns,
  PooledEvaluationTask,
  TaskFailure,
  TaskOutcome,
} from './actor-task.js';
import { buildActor } from './build-actor.js';
import { loadEnvironmentModule } from './envs/load-module.js';
import { evaluate as evaluateWeights } from './evaluate.js';

/** Acts until the run's control word says stop. */
export function act(task: ActorTask): Promise<TaskOutcome<void>> {
  return outcomeOf(task.config.env.module, () => buildActor(task).run());
}

/** Plays an evaluation's episodes. */
export function evaluate(task: PooledEvaluationTask): Promise<TaskOutcome<EpisodeReturns>> {
  const { counters } = new CounterLine(task.counters, EVALUATION_COUNTERS, 0);
  counters.threadId.set(threadId);
  return outcomeOf(task.env.module, () => evaluateWeights(task, () => counters.beats.add(1)));
}

async function outcomeOf<Result>(module: string | null, work: () => Result): Promise<TaskOutcome<Result>> {
  try {
    if (module !== null) await loadEnvironmentModule(module);
    return { result: work() };
  } catch (error) {
    return { failure: describe(error) };
  }
}

function describe(error: unknown): TaskFailure {
  if (!(error instanceof Error)) return { code: undefined, message: String(error), stack: '' };
  // Where it began: the stack of an error that only passes another on shows our code and not the user's.
  let origin: Error = error;
  while (origin.cause instanceof Error) origin = origin.cause;
  const code = error instanceof ManyhandsError ? error.code : undefined;
  return { code, message: error.message, stack: origin.stack ?? origin.message };
}
