import { Arena, SLACK_BYTES } from './arena.js';
import type { KernelExports } from './exports.js';
import {
  expectKernelBytes,
  PAGE_BYTES,
  unusableKernels,
  type KernelModuleExports,
  type Kernels,
} from './kernels.js';
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
  expectKernelBytes(bytes);
  const module = loadKernelModule(SHARED_KERNELS_URL);
  try {
    // The module's own data takes a part of the first page.
    const pages = 1 + Math.ceil((bytes + SLACK_BYTES) / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const source = { module, memory };
    const { firstFreeByte, ...run } = instantiate(source);
    return { run, arena: new Arena(memory.buffer, firstFreeByte.value), source };
  } catch (cause) {
    throw unusableKernels(bytes, cause);
  }
}

/** The kernels of one thread of those that share a memory. */
export function attachSharedKernels(source: KernelSource): KernelExports {
  return instantiate(source);
}

/** Writes the module's own data into the memory once more: the same, while others read it. */
function instantiate({ module, memory }: KernelSource): Omit<KernelModuleExports, 'memory'> {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as KernelModuleExports;
}
