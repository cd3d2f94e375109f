/** The thread of one case: see `measureApart`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ApartModule, ApartTask } from './apart.js';

const { module, index, pace } = workerData as ApartTask;
const { CASES } = (await import(module)) as ApartModule;
parentPort!.postMessage(await CASES[index]!(pace));
