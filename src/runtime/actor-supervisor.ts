import { setTimeout as sleep } from 'node:timers/promises';
import type { ActorTask, TaskOutcome } from '../actors/actor-task.js';
import type { SettledConfig } from '../shared/config/run-config.js';
import { ManyhandsError } from '../shared/errors.js';
import type { Control } from '../shared/memory/control.js';
import type { CounterLine } from '../shared/memory/counters.js';
import type { ACTOR_COUNTERS } from '../shared/telemetry.js';
import { failureOfTask, failureOfThread, type ActorFailure, type FailureReason } from './actor-failure.js';
import { HeartbeatMonitor, type Pulse } from './heartbeat-monitor.js';
import { stackOfThread } from './thread-stack.js';

export type ActorState = 'running' | 'restarting' | 'stopped';

/** Told to whoever follows the run. */
export interface RestartEvent {
  readonly actorIndex: number;
  readonly failure: ActorFailure;
  /** Restarts in the run so far, this one included. */
  readonly restarts: number;
  readonly budget: number;
  readonly delaySeconds: number;
}

/** Runs an actor's task in a thread of the pool; `signal` terminates that thread. */
export type RunActor = (task: ActorTask, signal: AbortSignal) => Promise<TaskOutcome<void>>;

export interface SupervisorParts {
  readonly run: RunActor;
  readonly taskOf: (actorIndex: number, incarnation: number) => ActorTask;
  readonly counters: readonly CounterLine<typeof ACTOR_COUNTERS>[];
  readonly control: Control;
  readonly settings: SettledConfig['actors'];
  readonly onRestart: (event: RestartEvent) => void;
}

interface SupervisedActor {
  readonly pulse: Pulse;
  state: ActorState;
  abort: AbortController;
  isHung: boolean;
}

/**
 * Keeps the actors alive: notices those that crash or hang, starts them again with growing delays, and gives
 * up when the run's budget of restarts is spent.
 */
export class ActorSupervisor {
  readonly #parts: SupervisorParts;
  readonly #monitor: HeartbeatMonitor;
  readonly #actors: readonly SupervisedActor[];
  readonly #restarts = new Map<string, { actor: number; reason: FailureReason; count: number }>();
  readonly #pauses = new AbortController();
  #numRestarts = 0;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#monitor = new HeartbeatMonitor(parts.settings.heartbeatTimeoutSeconds);
    this.#actors = parts.counters.map((counters, actorIndex) => ({
      pulse: { read: () => counters.get('beats'), onStill: () => this.#endHung(actorIndex) },
      state: 'running',
      abort: new AbortController(),
      isHung: false,
    }));
  }

  /**
   * Runs all actors until the control word stops them.
   *
   * @throws ManyhandsError `ERR_ACTOR_FAILED` naming the actor and its failure, when it cannot be restarted
   */
  async run(): Promise<void> {
    try {
      await Promise.all(this.#actors.map((_, actorIndex) => this.#keepAlive(actorIndex)));
    } finally {
      this.#monitor.close();
    }
  }

  /** Ends the pauses before restarts. Call after the control word was set to stop: an actor that waits looks at it then. */
  interrupt(): void {
    this.#pauses.abort();
  }

  /** Terminates the threads of actors that have not stopped by themselves. */
  terminate(): void {
    for (const { abort } of this.#actors) abort.abort();
  }

  /** How many actors are in each state. */
  get states(): Record<ActorState, number> {
    const states = { running: 0, restarting: 0, stopped: 0 };
    for (const { state } of this.#actors) states[state]++;
    return states;
  }

  /** Restarts so far, by actor and reason. */
  get restarts(): readonly { actor: number; reason: FailureReason; count: number }[] {
    return [...this.#restarts.values()];
  }

  /** When each actor was last seen to move, in seconds since the Unix epoch; NaN for one that is down. */
  get heartbeatSeconds(): readonly number[] {
    return this.#actors.map(({ pulse }) => (this.#monitor.movedAt(pulse) ?? NaN) / 1000);
  }

  async #keepAlive(actorIndex: number): Promise<void> {
    const { control, settings, onRestart } = this.#parts;
    const actor = this.#actors[actorIndex]!;
    for (let incarnation = 0; ; incarnation++) {
      actor.state = 'running';
      const failure = await this.#live(actorIndex, incarnation);
      actor.state = 'stopped';
      if (failure === undefined || control.isStopped) return;

      const { budget, backoffSeconds, maxBackoffSeconds } = settings.restarts;
      if (failure.isPermanent || this.#numRestarts >= budget)
        throw giveUp(actorIndex, failure, this.#numRestarts);
      this.#count(actorIndex, failure.reason);
      const delaySeconds = Math.min(maxBackoffSeconds, backoffSeconds * 2 ** incarnation);
      actor.state = 'restarting';
      onRestart({ actorIndex, failure, restarts: this.#numRestarts, budget, delaySeconds });
      await sleep(delaySeconds * 1000, undefined, { signal: this.#pauses.signal }).catch(() => undefined);
      if (control.state === 'stop') {
        actor.state = 'stopped';
        return;
      }
    }
  }

  /** One life of an actor. @returns what ended it, undefined if it was told to stop */
  async #live(actorIndex: number, incarnation: number): Promise<ActorFailure | undefined> {
    const { run, taskOf } = this.#parts;
    const actor = this.#actors[actorIndex]!;
    actor.abort = new AbortController();
    actor.isHung = false;
    const unwatch = this.#monitor.watch(actor.pulse);
    try {
      const outcome = await run(taskOf(actorIndex, incarnation), actor.abort.signal);
      return 'failure' in outcome ? failureOfTask(outcome.failure) : undefined;
    } catch (error) {
      const { isHung, abort } = this.#actors[actorIndex]!;
      return isHung ? (abort.signal.reason as ActorFailure) : failureOfThread(error);
    } finally {
      unwatch();
    }
  }

  #endHung(actorIndex: number): void {
    const { counters, settings } = this.#parts;
    const actor = this.#actors[actorIndex]!;
    const stack = stackOfThread(counters[actorIndex]!.get('threadId')).join('\n');
    const message = `no sign of life for ${settings.heartbeatTimeoutSeconds} s`;
    actor.isHung = true;
    actor.abort.abort({ reason: 'hung', message, stack, isPermanent: false } satisfies ActorFailure);
  }

  #count(actor: number, reason: FailureReason): void {
    this.#numRestarts++;
    const key = `${actor} ${reason}`;
    const entry = this.#restarts.get(key) ?? { actor, reason, count: 0 };
    entry.count++;
    this.#restarts.set(key, entry);
  }
}

function giveUp(actorIndex: number, failure: ActorFailure, restarts: number): ManyhandsError {
  const why = failure.isPermanent
    ? 'a restart would not mend it'
    : `${restarts} restarts are spent (actors.restarts.budget)`;
  const cause = new Error(failure.message);
  cause.stack = failure.stack;
  return new ManyhandsError(
    'ERR_ACTOR_FAILED',
    `actor ${actorIndex} (${failure.reason}): ${failure.message}; ${why}`,
    { cause },
  );
}
