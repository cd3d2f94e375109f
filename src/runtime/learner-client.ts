import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { LearnerApi, LearnerHost, LearnerOutcome } from '../learner/host.js';
import type { LearnerTask } from '../learner/learner-task.js';
import type { LearnerThreadData } from '../learner/learner-thread.js';
import type { DeviceGuard } from './device-guard.js';
import { exposeApi } from '../shared/rpc/expose.js';
import { supervisePort, type SupervisedPort } from '../shared/rpc/supervised-port.js';

/**
 * The learner leaves short-lived garbage, an object an episode. V8 would let it pile up in ever larger nurseries,
 * 48 MB after some minutes.
 */
const YOUNG_GENERATION_MB = 6;

/** The learner's thread, seen from the main thread. */
export class LearnerClient {
  readonly #worker: Worker;
  readonly #api: SupervisedPort<LearnerApi>;
  readonly #hostPort: MessagePort;
  readonly #exited: Promise<void>;
  #guard: DeviceGuard | undefined;

  /** Starts the thread, which waits for {@link run}. */
  constructor() {
    const { port1, port2 } = new MessageChannel();
    const data: LearnerThreadData = { hostPort: port2 };
    this.#hostPort = port1;
    this.#worker = new Worker(new URL('../learner/learner-thread.js', import.meta.url), {
      workerData: data,
      transferList: [port2],
      name: 'learner',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#api = supervisePort<LearnerApi>(this.#worker, 'learner');
    this.#worker.once('error', (error) => this.#api.lose(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#api.lose(new Error(`exit code ${code}`));
        this.#hostPort.close();
        this.#guard?.dispose();
        resolve();
      });
    });
  }

  /**
   * Trains until the run ends.
   *
   * @param host - answers the learner's calls
   * @throws ManyhandsError `ERR_WORKER_LOST` if the thread ends first, and what the learner throws
   */
  async run(task: LearnerTask, host: LearnerHost): Promise<LearnerOutcome> {
    exposeApi(host, this.#hostPort);
    if (task.config.learner.engine !== 'webgpu') return this.#api.call((api) => api.run(task));
    const { DeviceGuard } = await import('./device-guard.js');
    this.#guard = new DeviceGuard(() => this.#askToEnd());
    const guarded = { ...task, deviceReturned: this.#guard.memory };
    return this.#api.call((api) => api.run(guarded));
  }

  /** Writes a checkpoint now. */
  checkpoint(): Promise<void> {
    return this.#api.call((api) => api.checkpoint());
  }

  /** Ends the thread. One that holds a GPU ends by itself, if it does so in time: termination would take the process with it. */
  async close(): Promise<void> {
    await this.#guard?.end(this.#exited);
    await this.#worker.terminate();
    await this.#exited;
  }

  #askToEnd(): void {
    // It answers by ending.
    this.#api.call((api) => api.end()).catch(() => undefined);
  }
}
