import { Worker } from 'node:worker_threads';
import type { ActorTask, TaskOutcome } from '../../../src/actors/actor-task.js';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { prepareRun, type PreparedRun } from '../../../src/runtime/prepare-run.js';
import { stackOfThread } from '../../../src/runtime/thread-stack.js';
import type { UnrollColumns } from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import type { Block } from '../../../src/shared/memory/block.js';
import { Control } from '../../../src/shared/memory/control.js';
import { CounterLine } from '../../../src/shared/memory/counters.js';
import { dealEnvironments, ringShape } from '../../../src/shared/run-memory.js';
import { ACTOR_COUNTERS } from '../../../src/shared/telemetry.js';
import { WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { until } from '../../runtime/support/until.js';
import { alwaysChoosing } from './network.js';

/** What an actor is told, from the settings of a run that only has to be prepared. */
export function taskOf(
  { config, policy, networks, unroll, kernels, memory }: PreparedRun,
  actorIndex = 0,
  incarnation = 0,
): ActorTask {
  return { actorIndex, incarnation, config, policy, network: networks.acting, unroll, kernels, memory };
}

export function prepare(settings: ConfigLayers['settings'] & object): Promise<PreparedRun> {
  return prepareRun(resolveConfig({ settings }));
}

/** Actor 0 of a run in a thread of its own, and the learner's end of its memory in the thread of the test. */
export class ThreadedActor {
  readonly control: Control;
  readonly ring: BlockRing<UnrollColumns>;
  readonly counters: CounterLine<typeof ACTOR_COUNTERS>;
  /** What the actor's task came to. */
  readonly outcome: Promise<TaskOutcome<void>>;
  readonly #prepared: PreparedRun;
  readonly #writer: WeightWriter;
  readonly #worker: Worker;

  constructor(prepared: PreparedRun) {
    const { config, memory, unroll } = prepared;
    this.#prepared = prepared;
    this.control = new Control(memory.control);
    this.ring = new BlockRing(memory.rings[0]!, ringShape(config, dealEnvironments(config)[0]!, unroll));
    this.counters = new CounterLine(memory.actorCounters, ACTOR_COUNTERS, 0);
    this.#writer = new WeightWriter(memory.weights);
    this.#worker = new Worker(new URL('./acting.js', import.meta.url), { workerData: taskOf(prepared) });
    this.outcome = new Promise((resolve, reject) => {
      this.#worker.once('message', resolve);
      this.#worker.once('error', reject);
    });
  }

  /** Publishes the next version: weights that choose action `version % 2`. */
  publish(): void {
    const version = this.#writer.newestVersion + 1;
    this.#writer.publish(alwaysChoosing(this.#prepared.networks.acting, version % 2), version);
  }

  /** Waits for the oldest block. The caller releases it. */
  async receive(): Promise<Block<UnrollColumns>> {
    await until(() => this.ring.numReadable > 0, 'a block');
    return this.ring.tryPeek()!;
  }

  /** Returns when the actor's thread is asleep in `functionName`, by its stack. */
  async untilAsleepIn(functionName: string): Promise<void> {
    const isThere = (): boolean =>
      stackOfThread(this.counters.get('threadId')).some((frame) => frame.includes(functionName));
    await until(isThere, `the actor to sleep in ${functionName}`);
  }

  /** Stops the actor as main does. */
  stop(): void {
    this.control.request('stop');
    this.ring.interrupt();
    new WeightStore(this.#prepared.memory.weights).interrupt();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
