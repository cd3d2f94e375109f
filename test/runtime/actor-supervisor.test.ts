import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ActorTask, TaskFailure, TaskOutcome } from '../../src/actors/actor-task.js';
import { ActorSupervisor, type RestartEvent, type RunActor } from '../../src/runtime/actor-supervisor.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import type { SettledConfig } from '../../src/shared/config/run-config.js';
import { Control } from '../../src/shared/memory/control.js';
import { CounterLine, countersByteLength } from '../../src/shared/memory/counters.js';
import { ACTOR_COUNTERS } from '../../src/shared/telemetry.js';
import { StuckThread } from './support/stuck-thread.js';

const CRASH: TaskFailure = {
  code: 'ERR_ENV_STEP',
  message: 'it broke',
  stack: 'Error: it broke\n    at user.js',
};
const STOPPED: TaskOutcome<void> = { result: undefined };

interface Life {
  readonly actorIndex: number;
  readonly incarnation: number;
  readonly signal: AbortSignal;
  /** Ends the life. */
  readonly end: (outcome: TaskOutcome<void>) => void;
  /** Ends the thread. */
  readonly kill: (error: unknown) => void;
}

/** Actors whose every life the test ends as it likes. */
class Stage {
  readonly control = new Control(Control.allocate());
  readonly restarts: RestartEvent[] = [];
  readonly supervisor: ActorSupervisor;
  readonly counters: readonly CounterLine<typeof ACTOR_COUNTERS>[];
  readonly #waiting: ((life: Life) => void)[] = [];
  readonly #born: Life[] = [];

  constructor(numActors: number, restarts: Partial<SettledConfig['actors']['restarts']> = {}) {
    const { actors } = resolveConfig({
      settings: { actors: { restarts: { backoffSeconds: 0, ...restarts }, heartbeatTimeoutSeconds: 1 } },
    });
    const memory = new SharedArrayBuffer(countersByteLength(ACTOR_COUNTERS, numActors));
    this.counters = Array.from({ length: numActors }, (_, i) => new CounterLine(memory, ACTOR_COUNTERS, i));
    this.supervisor = new ActorSupervisor({
      run: (task, signal) => this.#run(task, signal),
      taskOf: (actorIndex, incarnation) => ({ actorIndex, incarnation }) as ActorTask,
      counters: this.counters,
      control: this.control,
      settings: { ...actors, count: numActors },
      onRestart: (event) => this.restarts.push(event),
    });
  }

  /** The next life to begin, of whichever actor. */
  nextLife(): Promise<Life> {
    const life = this.#born.shift();
    return life === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(life);
  }

  readonly #run: RunActor = ({ actorIndex, incarnation }, signal) =>
    new Promise((end, kill) => {
      const life = { actorIndex, incarnation, signal, end, kill };
      signal.addEventListener('abort', () => kill(new Error('The task has been aborted')));
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#born.push(life);
      else waiting(life);
    });
}

describe('ActorSupervisor', () => {
  it('runs every actor until it is told to stop', async () => {
    const stage = new Stage(3);
    const run = stage.supervisor.run();
    const lives = [await stage.nextLife(), await stage.nextLife(), await stage.nextLife()];
    expect(lives.map(({ actorIndex, incarnation }) => [actorIndex, incarnation])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    expect(stage.supervisor.states).toEqual({ running: 3, restarting: 0, stopped: 0 });
    stage.control.request('stop');
    for (const { end } of lives) end(STOPPED);
    await run;
    expect(stage.supervisor.states).toEqual({ running: 0, restarting: 0, stopped: 3 });
    expect(stage.restarts).toEqual([]);
  });

  it('restarts an actor that crashed, in its next life, and leaves the others alone', async () => {
    const stage = new Stage(2);
    const run = stage.supervisor.run();
    const [first, second] = [await stage.nextLife(), await stage.nextLife()];
    second.end({ failure: CRASH });
    const again = await stage.nextLife();
    expect(again).toMatchObject({ actorIndex: 1, incarnation: 1 });
    expect(again.signal.aborted).toBe(false);
    expect(stage.restarts).toEqual([
      {
        actorIndex: 1,
        restarts: 1,
        budget: 5,
        delaySeconds: 0,
        failure: { reason: 'exception', message: 'it broke', stack: CRASH.stack, isPermanent: false },
      },
    ]);
    expect(stage.supervisor.states).toEqual({ running: 2, restarting: 0, stopped: 0 });
    stage.control.request('stop');
    first.end(STOPPED);
    again.end(STOPPED);
    await run;
  });

  it('counts restarts by actor and reason', async () => {
    const stage = new Stage(2, { budget: 10 });
    const run = stage.supervisor.run();
    const lives = [await stage.nextLife(), await stage.nextLife()];
    const fail = async (actor: number, failing: (life: Life) => void) => {
      failing(lives[actor]!);
      lives[actor] = await stage.nextLife();
    };
    await fail(0, ({ end }) => end({ failure: CRASH }));
    await fail(1, ({ end }) => end({ failure: CRASH }));
    await fail(0, ({ kill }) => kill(new Error('worker exited with code: 1')));
    await fail(0, ({ end }) => end({ failure: CRASH }));
    await fail(0, ({ kill }) => kill(Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })));
    expect(stage.supervisor.restarts).toEqual([
      { actor: 0, reason: 'exception', count: 2 },
      { actor: 1, reason: 'exception', count: 1 },
      { actor: 0, reason: 'exit', count: 1 },
      { actor: 0, reason: 'out-of-memory', count: 1 },
    ]);
    stage.control.request('stop');
    for (const { end } of lives) end(STOPPED);
    await run;
  });

  it('waits longer before every restart of an actor, up to the longest', async () => {
    // Binary fractions: the products are exact. All are far too short to notice.
    const stage = new Stage(2, { backoffSeconds: 2 ** -12, maxBackoffSeconds: 2 ** -9, budget: 10 });
    const run = stage.supervisor.run();
    const [, other] = [await stage.nextLife(), await stage.nextLife()];
    other.end({ failure: CRASH });
    let life = await stage.nextLife();
    for (let i = 0; i < 5; i++) {
      life.end({ failure: CRASH });
      life = await stage.nextLife();
    }
    expect(stage.restarts.map(({ delaySeconds }) => delaySeconds * 2 ** 12)).toEqual([1, 2, 4, 8, 8, 8]);
    stage.control.request('stop');
    life.end({ failure: CRASH });
    stage.supervisor.terminate();
    await run;
    // An actor that fails while it is being stopped is not restarted.
    expect(stage.restarts).toHaveLength(6);
  });

  it('gives up when the budget of the run, not of the actor, is spent', async () => {
    const stage = new Stage(2, { budget: 2 });
    const run = stage.supervisor.run();
    const failed = expect(run).rejects.toMatchObject({
      code: 'ERR_ACTOR_FAILED',
      message: 'actor 1 (exception): it broke; 2 restarts are spent (actors.restarts.budget)',
      cause: { message: 'it broke', stack: CRASH.stack },
    });
    const [first, second] = [await stage.nextLife(), await stage.nextLife()];
    first.end({ failure: CRASH });
    const third = await stage.nextLife();
    third.end({ failure: CRASH });
    const fourth = await stage.nextLife();
    second.end({ failure: CRASH });
    await failed;
    expect(stage.supervisor.states).toEqual({ running: 1, restarting: 0, stopped: 1 });
    stage.control.request('stop');
    fourth.end(STOPPED);
  });

  it('gives up at once over what a restart would not mend', async () => {
    const stage = new Stage(1, { budget: 100 });
    const run = stage.supervisor.run();
    (await stage.nextLife()).end({ failure: { ...CRASH, code: 'ERR_ENV_CONTRACT' } });
    await expect(run).rejects.toMatchObject({
      code: 'ERR_ACTOR_FAILED',
      message: 'actor 0 (exception): it broke; a restart would not mend it',
    });
    expect(stage.restarts).toEqual([]);
  });

  it('ends at once when the run is stopped while an actor waits for its restart', async () => {
    const stage = new Stage(1, { backoffSeconds: 3600, maxBackoffSeconds: 3600 });
    const run = stage.supervisor.run();
    (await stage.nextLife()).end({ failure: CRASH });
    await vi.waitFor(() => expect(stage.supervisor.states).toMatchObject({ restarting: 1 }));
    expect(stage.supervisor.heartbeatSeconds).toEqual([NaN]);
    stage.control.request('stop');
    stage.supervisor.interrupt();
    await run;
    expect(stage.supervisor.states).toEqual({ running: 0, restarting: 0, stopped: 1 });
  });

  it('terminates threads that do not stop by themselves, and takes that for no failure', async () => {
    const stage = new Stage(1);
    const run = stage.supervisor.run();
    const { signal } = await stage.nextLife();
    stage.control.request('stop');
    stage.supervisor.terminate();
    await run;
    expect(signal.aborted).toBe(true);
    expect(stage.restarts).toEqual([]);
  });
});

describe('an actor that hangs', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has its thread ended, with the stack it hung at, and is restarted', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const stuck = new StuckThread('spinning');
    const stage = new Stage(2);
    const run = stage.supervisor.run();
    const [hung, alive] = [await stage.nextLife(), await stage.nextLife()];
    stage.counters[0]!.set('threadId', stuck.threadId);
    for (let tick = 0; tick < 4; tick++) {
      expect(hung.signal.aborted).toBe(false);
      stage.counters[1]!.add('beats', 1);
      vi.advanceTimersByTime(250);
    }
    expect([hung.signal.aborted, alive.signal.aborted]).toEqual([true, false]);
    const again = await stage.nextLife();
    expect(again).toMatchObject({ actorIndex: 0, incarnation: 1 });
    expect(stage.restarts).toMatchObject([
      {
        failure: {
          reason: 'hung',
          message: 'no sign of life for 1 s',
          stack: expect.stringMatching(/spinForTheTest.*stuck\.js/) as string,
          isPermanent: false,
        },
      },
    ]);
    expect(stage.supervisor.restarts).toEqual([{ actor: 0, reason: 'hung', count: 1 }]);
    // The next life gets as long again.
    for (let tick = 0; tick < 3; tick++) {
      stage.counters[1]!.add('beats', 1);
      vi.advanceTimersByTime(250);
    }
    expect(again.signal.aborted).toBe(false);
    stage.control.request('stop');
    again.end(STOPPED);
    alive.end(STOPPED);
    await run;
    await stuck.end();
  });
});
