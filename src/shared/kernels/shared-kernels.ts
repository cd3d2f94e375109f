import { Arena } from './arena.js';
import type { KernelExports } from './exports.js';
import { FIRST_FREE_BYTE, kernelPages, unusableKernels, type Kernels } from './kernels.js';
import { loadKernelModule } from './load.js';

/** `dist/wasm/kernels-shared.wasm`, seen from `dist/src/shared/kernels/`. */
const SHARED_KERNELS_URL = new URL('../../../wasm/kernels-shared.wasm', import.meta.url);

/** What a thread needs to run kernels over another's memory. Structured-cloneable, as long as it stays in the process. */
export interface KernelSource {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Kernels of one thread over a memory that other threads run kernels over too. The arena is this thread's alone. */
export interface SharedKernels extends Kernels {
  readonly source: KernelSource;
}

/**
 * Compiles the kernels in their form for a shared memory, and makes one. The same code otherwise: the same bits.
 *
 * @param bytes - as of `instantiateKernels`
 * @throws ManyhandsError `ERR_KERNELS` if `bytes` is out of range or not to be had, or the kernels are missing
 */
export function createSharedKernels(bytes: number): SharedKernels {
  const pages = kernelPages(bytes);
  const module = loadKernelModule(SHARED_KERNELS_URL);
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const source = { module, memory };
    return { run: attachSharedKernels(source), arena: new Arena(memory.buffer, FIRST_FREE_BYTE), source };
  } catch (cause) {
    throw unusableKernels(bytes, cause);
  }
}

/** The kernels of one thread of those that share a memory. */
export function attachSharedKernels({ module, memory }: KernelSource): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as KernelExports;
}
