/**
 * Preloaded into every thread of a process: writes the name of each helper that the learner's thread starts to stderr and, if the
 * environment says so, kills it when it has come up.
 */
import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { type WorkerOptions } from 'node:worker_threads';

const { Worker } = workerThreads;

workerThreads.Worker = class extends Worker {
  constructor(file: string | URL, options: WorkerOptions = {}) {
    super(file, options);
    const { name = '' } = options;
    if (!name.startsWith('learner-helper')) return;
    process.stderr.write(`started ${name}\n`);
    if (process.env['HELPERS_FATE'] === 'killed') this.once('message', () => void this.terminate());
  }
};
syncBuiltinESMExports();
