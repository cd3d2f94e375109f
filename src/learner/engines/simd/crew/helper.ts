import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { expected, messageOf } from '../../../../shared/errors.js';
import type { KernelSource } from '../../../../shared/kernels/shared-kernels.js';
import type { CrewPlan } from './plan.js';

/** What `workerData` of a helper holds. */
export interface HelperData {
  /** From `RoundLeader.allocate`. */
  readonly rounds: SharedArrayBuffer;
  /** From `OrderSheet.allocate`. */
  readonly orders: SharedArrayBuffer;
  /** Number of its share: the learner's thread has number 0. */
  readonly number: number;
  /** Brings {@link HelperPlan}s; takes the message of what the helper dies of. */
  readonly port: MessagePort;
}

/** What a helper needs to do its share. */
export interface HelperPlan {
  readonly kernels: KernelSource;
  readonly plan: CrewPlan;
}

/** One helper's thread, seen from the learner's. */
export class Helper {
  readonly worker: Worker;
  readonly #port: MessagePort;
  readonly #number: number;
  readonly #exited: Promise<unknown>;
  #cause: unknown;

  private constructor(data: Omit<HelperData, 'port'>) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#number = data.number;
    this.worker = new Worker(new URL('./helper-thread.js', import.meta.url), {
      workerData: { ...data, port: port2 } satisfies HelperData,
      transferList: [port2],
      name: `learner-helper-${data.number}`,
    });
    this.worker.once('error', (error) => (this.#cause = error));
    this.#exited = new Promise((resolve) => this.worker.once('exit', resolve));
  }

  /**
   * Starts a helper, which then waits for rounds.
   *
   * @throws ManyhandsError `ERR_WORKER_LOST` if it does not come up
   */
  static async start(data: Omit<HelperData, 'port'>): Promise<Helper> {
    const helper = new Helper(data);
    const ready = new Promise((resolve) => helper.worker.once('message', resolve));
    await Promise.race([ready, helper.#exited]);
    helper.expectAlive();
    helper.worker.unref();
    return helper;
  }

  /** Sends what the next `plan` order is about. */
  send(plan: HelperPlan): void {
    this.#port.postMessage(plan);
  }

  /**
   * Looks whether the thread still runs, without a turn of the event loop, for which the learner has no time between two rounds.
   *
   * @throws ManyhandsError `ERR_WORKER_LOST` if it does not
   */
  expectAlive(): void {
    // Of a thread that has ended Node says -1, or nothing but 0, even before it delivers its `exit`.
    const { idle, active } = this.worker.performance.eventLoopUtilization();
    if (idle >= 0 && active > 0) return;
    const said = receiveMessageOnPort(this.#port) as { readonly message: string } | undefined;
    const detail = said?.message ?? (this.#cause === undefined ? 'nobody knows why' : messageOf(this.#cause));
    throw expected(
      'ERR_WORKER_LOST',
      `learner helper ${this.#number}`,
      'a thread that does its part of every update',
      `one that has ended: ${detail}; learner.threads=1 needs no helpers`,
      { cause: this.#cause },
    );
  }

  /** Settles when the thread has ended. Until somebody asks, a helper keeps no process alive. */
  async exited(): Promise<void> {
    this.worker.ref();
    await this.#exited;
    this.#port.close();
  }
}
