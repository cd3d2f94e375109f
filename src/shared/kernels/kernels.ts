import { expected, messageOf, type ManyhandsError } from '../errors.js';
import { Arena, SLACK_BYTES } from './arena.js';
import type { KernelExports, Pointer } from './exports.js';

export const PAGE_BYTES = 65_536;
/** From here on, byte offsets would not fit a signed 32-bit number. */
const MAX_BYTES = 2 ** 31 - 2 * PAGE_BYTES;

/** What the module exports beside its kernels. */
export interface KernelModuleExports extends KernelExports {
  readonly memory: WebAssembly.Memory;
  /** Where the module's own data ends; pointer 0, which means "none", lies before. */
  readonly firstFreeByte: { readonly value: Pointer };
}

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
  expectKernelBytes(bytes);
  try {
    // The type is a browser's too, which knows more of it.
    const exports: unknown = new WebAssembly.Instance(module, {}).exports;
    const { memory, firstFreeByte, ...run } = exports as KernelModuleExports;
    const missing = firstFreeByte.value + bytes + SLACK_BYTES - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return { run, arena: new Arena(memory.buffer, firstFreeByte.value) };
  } catch (cause) {
    throw unusableKernels(bytes, cause);
  }
}

/** @throws ManyhandsError `ERR_KERNELS` if no kernel memory can have so many bytes */
export function expectKernelBytes(bytes: number): void {
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > MAX_BYTES) {
    const wanted = `0 to ${MAX_BYTES} bytes (smaller batches and networks need less)`;
    throw expected('ERR_KERNELS', 'kernel memory', wanted, bytes);
  }
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
