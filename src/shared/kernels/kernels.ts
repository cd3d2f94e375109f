import { expected, messageOf, type ManyhandsError } from '../errors.js';
import { Arena, SLACK_BYTES } from './arena.js';
import type { KernelExports } from './exports.js';

const PAGE_BYTES = 65_536;
/** From here on, byte offsets would not fit a signed 32-bit number. */
const MAX_BYTES = 2 ** 31 - 2 * PAGE_BYTES;
/** The module keeps no data of its own; only pointer 0, which means "none", must stay unused. */
export const FIRST_FREE_BYTE = 64;

/** One thread's kernels: their code, and a private memory for everything they work on. */
export interface Kernels {
  readonly run: KernelExports;
  readonly arena: Arena;
}

/**
 * Instantiates the kernels with a memory that is sized here, before the first view of it is made, and never grows: no view is ever
 * detached.
 *
 * Only pages that are written take up real memory: asking for more than is used costs address space alone.
 *
 * @param module - from `loadKernelModule`, in this thread or received from another
 * @param bytes - what the thread's networks and buffers need in total, alignment included; see `networkMemoryBytes`
 * @throws ManyhandsError `ERR_KERNELS` if `bytes` is out of range or not to be had, or `module` is not the kernels
 */
export function instantiateKernels(module: WebAssembly.Module, bytes: number): Kernels {
  const pages = kernelPages(bytes);
  try {
    // The type is a browser's too, which knows more of it.
    const exports: unknown = new WebAssembly.Instance(module, {}).exports;
    const { memory, ...run } = exports as KernelExports & { readonly memory: WebAssembly.Memory };
    const missing = pages - memory.buffer.byteLength / PAGE_BYTES;
    if (missing > 0) memory.grow(missing);
    return { run, arena: new Arena(memory.buffer, FIRST_FREE_BYTE) };
  } catch (cause) {
    throw unusableKernels(bytes, cause);
  }
}

/**
 * Pages of a kernel memory that has `bytes` for an arena.
 *
 * @throws ManyhandsError `ERR_KERNELS` if `bytes` is out of range
 */
export function kernelPages(bytes: number): number {
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > MAX_BYTES) {
    throw expected('ERR_KERNELS', 'kernel memory', `0 to ${MAX_BYTES} bytes`, bytes);
  }
  return Math.ceil((FIRST_FREE_BYTE + bytes + SLACK_BYTES) / PAGE_BYTES);
}

/** What to throw when kernels cannot be had with a memory of `bytes`. */
export function unusableKernels(bytes: number, cause: unknown): ManyhandsError {
  return expected(
    'ERR_KERNELS',
    'kernels',
    `the compiled kernels (make them with \`npm run build\`) and ${bytes} bytes of memory`,
    messageOf(cause),
    { cause },
  );
}
