import { Piscina } from 'piscina';
import type { ActorTask, EpisodeReturns, PooledEvaluationTask, TaskOutcome } from '../actors/actor-task.js';
import { ManyhandsError, messageOf } from '../shared/errors.js';

const MAX_THREADS = 1025;

/**
 * The pool of actor threads. Each actor keeps one thread busy for the whole run with one long task; one more
 * thread plays evaluations. Threads start when a task finds none idle, the first one with the pool.
 */
export class ActorPool {
  readonly #pool: Piscina;

  constructor() {
    this.#pool = new Piscina({
      filename: new URL('../actors/actor-thread.js', import.meta.url).href,
      minThreads: 1,
      // More than the config admits: there are never more tasks than actors and one evaluation.
      maxThreads: MAX_THREADS,
      idleTimeout: Infinity,
      // With Piscina's default an idle thread sleeps in Atomics.wait; an actor's thread never idles.
      atomics: 'disabled',
    });
  }

  /** Runs an actor for as long as it lives. @param signal - terminates its thread */
  act(task: ActorTask, signal: AbortSignal): Promise<TaskOutcome<void>> {
    return this.#pool.run(task, { name: 'act', signal }) as Promise<TaskOutcome<void>>;
  }

  /**
   * Plays an evaluation's episodes.
   *
   * @param signal - terminates the thread; its reason says why
   * @throws ManyhandsError what the environment threw, `ERR_ENV_STEP` if it ended the thread or was terminated
   */
  async evaluate(task: PooledEvaluationTask, signal: AbortSignal): Promise<Float64Array> {
    const outcome = await this.#evaluate(task, signal);
    if ('result' in outcome) return outcome.result.returns;
    const { code = 'ERR_ENV_STEP', message, stack } = outcome.failure;
    const cause = Object.assign(new Error(message), { stack });
    throw new ManyhandsError(code, `evaluation: ${message}`, { cause });
  }

  async #evaluate(task: PooledEvaluationTask, signal: AbortSignal): Promise<TaskOutcome<EpisodeReturns>> {
    try {
      return (await this.#pool.run(task, { name: 'evaluate', signal })) as TaskOutcome<EpisodeReturns>;
    } catch (error) {
      const cause: unknown = signal.aborted ? signal.reason : error;
      const message = `evaluation of '${task.env.id}': its thread ended, ${messageOf(cause)}`;
      throw new ManyhandsError('ERR_ENV_STEP', message, { cause });
    }
  }

  /** Terminates all threads. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
