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
  /** Time spent waiting for room in the rings and for weights, summed over the actors. */
  readonly waitNanoseconds: number;
}

/**
 * A run whose learner gives blocks back unread: what its actors do is all there is to measure.
 *
 * CartPole-v1 in async mode with the 64-64 network of DQN, and whatever else the defaults are.
 */
export class ActingRun {
  readonly memory: RunMemory;
  readonly blockLength: number;
  readonly numParameters: number;
  readonly #control: Control;
  readonly #counters: readonly CounterLine<typeof ACTOR_COUNTERS>[];
  readonly #threads: Promise<unknown>;
  readonly #wake: () => void;

  private constructor(
    memory: RunMemory,
    { blockLength, numParameters, wake }: { blockLength: number; numParameters: number; wake: () => void },
    threads: readonly Promise<unknown>[],
  ) {
    this.memory = memory;
    this.blockLength = blockLength;
    this.numParameters = numParameters;
    this.#wake = wake;
    this.#control = new Control(memory.control);
    this.#counters = memory.rings.map((_, i) => new CounterLine(memory.actorCounters, ACTOR_COUNTERS, i));
    this.#threads = Promise.all(threads);
    // Whoever waits for the run hears of it; nobody waits while it is measured.
    this.#threads.catch(() => undefined);
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
    const {
      env,
      actors,
      run,
      learner: { publishInterval },
    } = config;
    const network = networks.acting;
    const { numParameters } = parameterLayout(network);
    new WeightWriter(memory.weights).publish(someParameters(numParameters), 0);
    const learnerSide: LearnerSideTask = {
      memory,
      config: { env, actors },
      unroll,
      manner: learner,
      publishInterval,
    };
    const wakers = [...attachRings(memory, config, unroll), new WeightStore(memory.weights)];
    return new ActingRun(
      memory,
      {
        blockLength: actors.blockLength,
        numParameters,
        wake: () => wakers.forEach((waker) => waker.interrupt()),
      },
      [
        runWorker('learner-side', learnerSide),
        ...memory.rings.map((_, actorIndex) =>
          act({
            ...{ actorIndex, incarnation: 0, config: { env, actors, run } },
            ...{ policy, network, unroll, kernels, memory },
          }),
        ),
      ],
    );
  }

  counts(): ActingCounts {
    const sum = (name: keyof typeof ACTOR_COUNTERS): number =>
      this.#counters.reduce((total, line) => total + line.get(name), 0);
    return {
      nanoseconds: nanoseconds(),
      blocks: sum('blocks'),
      envSteps: sum('envSteps'),
      waitNanoseconds: sum('waitRingNanoseconds') + sum('waitWeightsNanoseconds'),
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
    await this.#after(SPEED_UP_MILLISECONDS, () => look().blocks > asleep.blocks);
    const before = look();
    await this.#after(milliseconds, () => look().blocks >= before.blocks + LEAST_BLOCKS);
    const after = look();
    this.pause();
    return [before, after];
  }

  /** Sleeps that long, and on until something is so. */
  async #after(milliseconds: number, isSo: () => boolean): Promise<void> {
    do await Promise.race([sleep(milliseconds), this.#threads]);
    while (!isSo());
  }

  /** Ends the threads. @throws what one of them threw */
  async stop(): Promise<void> {
    this.#control.request('stop');
    this.#wake();
    await this.#threads;
  }
}

/** With these the pole falls as with any untrained policy; what is chosen does not matter, only that it takes the usual time. */
export function someParameters(length: number): Float32Array {
  return new Float32Array(length).fill(0.01);
}
