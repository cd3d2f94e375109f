import { setTimeout as sleep } from 'node:timers/promises';
import type { ActorTask } from '../../../src/actors/actor-task.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { prepareRun } from '../../../src/runtime/prepare-run.js';
import { Control } from '../../../src/shared/memory/control.js';
import { CounterLine } from '../../../src/shared/memory/counters.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { attachRings, type RunMemory } from '../../../src/shared/run-memory.js';
import { ACTOR_COUNTERS } from '../../../src/shared/telemetry.js';
import { WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { nanoseconds } from './clock.js';
import type { LearnerManner, LearnerSideTask } from './learner-side.js';
import { runWorker } from './run-worker.js';

/** Threads that slept have their caches and their cores again after this. */
const SPEED_UP_MILLISECONDS = 20;
/** In a round. */
const LEAST_BLOCKS = 10;

export interface ActingOptions {
  readonly numActors: number;
  readonly envsPerActor: number;
  /** Runs an actor until the control word says stop. */
  readonly act: (task: ActorTask) => Promise<unknown>;
  readonly learner: LearnerManner;
}

/** What all actors have counted up to a moment. */
export interface ActingCounts {
  readonly nanoseconds: number;
  readonly blocks: number;
  readonly envSteps: number;
}

/**
 * A run whose learner gives blocks back unread: what its actors do is all there is to measure.
 *
 * CartPole-v1 in async mode with the 64-64 network of DQN, and whatever else the defaults are.
 */
export class ActingRun {
  readonly memory: RunMemory;
  readonly blockLength: number;
  readonly #control: Control;
  readonly #counters: readonly CounterLine<typeof ACTOR_COUNTERS>[];
  readonly #threads: Promise<unknown>;
  /** Rejects with what a thread threw. */
  readonly #failure: Promise<never>;
  readonly #wake: () => void;

  private constructor(
    memory: RunMemory,
    blockLength: number,
    wake: () => void,
    threads: readonly Promise<unknown>[],
  ) {
    this.memory = memory;
    this.blockLength = blockLength;
    this.#wake = wake;
    this.#control = new Control(memory.control);
    this.#counters = memory.rings.map((_, i) => new CounterLine(memory.actorCounters, ACTOR_COUNTERS, i));
    this.#threads = Promise.all(threads);
    this.#failure = new Promise((_, reject) => void this.#threads.catch(reject));
    // Nobody may be waiting just then: whoever does so next hears of it.
    this.#failure.catch(() => undefined);
  }

  /** Starts the threads. They act from now on. */
  static async start({ numActors, envsPerActor, act, learner }: ActingOptions): Promise<ActingRun> {
    const settings = {
      env: { count: numActors * envsPerActor },
      actors: { count: numActors, exploration: { kind: 'linear', steps: 1 } },
      run: { mode: 'async' },
    } as const;
    const prepared = await prepareRun(resolveConfig({ settings }));
    const { config, memory, policy, networks, unroll, kernels } = prepared;
    const { env, actors, run } = config;
    const network = networks.acting;
    // What is chosen does not matter, only that it takes the usual time.
    const parameters = new Float32Array(parameterLayout(network).numParameters).fill(0.01);
    new WeightWriter(memory.weights).publish(parameters, 0);
    const learnerSide: LearnerSideTask = {
      ...{ memory, config: { env, actors }, unroll, manner: learner },
      publishInterval: config.learner.publishInterval,
    };
    const wakers = [...attachRings(memory, config, unroll), new WeightStore(memory.weights)];
    return new ActingRun(memory, actors.blockLength, () => wakers.forEach((waker) => waker.interrupt()), [
      runWorker('learner-side', learnerSide),
      ...memory.rings.map((_, actorIndex) =>
        act({
          ...{ actorIndex, incarnation: 0, config: { env, actors, run } },
          ...{ policy, network, unroll, kernels, memory },
        }),
      ),
    ]);
  }

  counts(): ActingCounts {
    const sum = (name: keyof typeof ACTOR_COUNTERS): number =>
      this.#counters.reduce((total, line) => total + line.get(name), 0);
    return {
      nanoseconds: nanoseconds(),
      blocks: sum('blocks'),
      envSteps: sum('envSteps'),
    };
  }

  /** Lets the threads go to sleep after the blocks at hand. */
  pause(): void {
    this.#control.request('pause');
    this.#wake();
  }

  /**
   * Lets a paused run act for a while: longer on a machine that has so little time for it that next to nothing would come of it.
   *
   * @param look - what to see at the beginning, when the threads are up to speed, and at the end; `blocks` is how many there were up to then
   * @throws what a thread threw
   */
  async round<Sight extends { readonly blocks: number }>(
    milliseconds: number,
    look: () => Sight,
  ): Promise<readonly [Sight, Sight]> {
    this.#control.request('run');
    const asleep = look();
    await this.sleep(SPEED_UP_MILLISECONDS, () => look().blocks > asleep.blocks);
    const before = look();
    await this.sleep(milliseconds, () => look().blocks >= before.blocks + LEAST_BLOCKS);
    const after = look();
    this.pause();
    return [before, after];
  }

  /**
   * Lets that much time pass, and as much again until something is so.
   *
   * @throws what a thread threw
   */
  async sleep(milliseconds: number, isSo: () => boolean = () => true): Promise<void> {
    do {
      await Promise.race([sleep(milliseconds), this.#failure]);
      if (this.#control.isStopped) throw new Error('acting run: expected to be under way, got stopped');
    } while (!isSo());
  }

  /** Ends the threads. @throws what one of them threw */
  async stop(): Promise<void> {
    this.#control.request('stop');
    this.#wake();
    await this.#threads;
  }
}
