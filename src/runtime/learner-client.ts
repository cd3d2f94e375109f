import { MessageChannel, Worker } from 'node:worker_threads';
import type { LearnerApi, LearnerHost, LearnerOutcome } from '../learner/host.js';
import type { LearnerTask } from '../learner/learner-task.js';
import type { LearnerThreadData } from '../learner/learner-thread.js';
import { exposeApi } from '../shared/rpc/expose.js';
import { supervisePort, type SupervisedPort } from '../shared/rpc/supervised-port.js';

/** The learner's thread, seen from the main thread. */
export class LearnerClient {
  readonly #worker: Worker;
  readonly #api: SupervisedPort<LearnerApi>;
  readonly #exited: Promise<void>;

  /** Starts the thread. @param host - answers the learner's calls */
  constructor(task: LearnerTask, host: LearnerHost) {
    const channel = new MessageChannel();
    exposeApi(host, channel.port1);
    const data: LearnerThreadData = { task, hostPort: channel.port2 };
    this.#worker = new Worker(new URL('../learner/learner-thread.js', import.meta.url), {
      workerData: data,
      transferList: [channel.port2],
      name: 'learner',
    });
    this.#api = supervisePort<LearnerApi>(this.#worker, 'learner');
    this.#worker.once('error', (error) => this.#api.lose(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#api.lose(new Error(`exit code ${code}`));
        channel.port1.close();
        resolve();
      });
    });
  }

  /** Trains until the run ends. @throws ManyhandsError `ERR_WORKER_LOST` if the thread ends first */
  run(): Promise<LearnerOutcome> {
    return this.#api.call((api) => api.run());
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
