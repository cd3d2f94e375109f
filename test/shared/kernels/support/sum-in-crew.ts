import { workerData } from 'node:worker_threads';
import { attachSharedKernels, type KernelSource } from '../../../../src/shared/kernels/shared-kernels.js';

const { source, x, sum } = workerData as { source: KernelSource; x: number; sum: number };
attachSharedKernels(source).columnSums(x, sum, 2, 2);
