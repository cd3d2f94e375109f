import { parentPort, workerData } from 'node:worker_threads';
import { instantiateKernels } from '../../../../src/shared/kernels/kernels.js';

const { run, arena } = instantiateKernels(workerData as WebAssembly.Module, 1024);
const values = arena.float32(4);
values.view.set([1, 2, 3, 4]);
parentPort!.postMessage(run.sumOfSquares(values.pointer, 4));
