import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { LearnerApi, LearnerHost, LearnerOutcome } from '../learner/host.js';
import type { LearnerTask } from '../learner/learner-task.js';
import type { LearnerThreadData } from '../learner/learner-thread.js';
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
  run(task: LearnerTask, host: LearnerHost): Promise<LearnerOutcome> {
    exposeApi(host, this.#hostPort);
    return this.#api.call((api) => api.run(task));
  }

  /** Writes a checkpoint now. */
  checkpoint(): Promise<void> {
    return this.#api.call((api) => api.checkpoint());
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#worker.terminate();
    await this.#exited;
  }
}
