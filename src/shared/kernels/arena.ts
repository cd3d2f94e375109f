import { expected } from '../errors.js';
import type { Pointer } from './exports.js';

/** A cache line: no two allocations share one, and vector loads never straddle one at an allocation's start. */
const ALIGNMENT_BYTES = 64;
/** Kernels compute tails four lanes wide and read up to 12 bytes past an array; this much stays readable after the last. */
export const SLACK_BYTES = 64;

/** Float32 values in a kernel memory: `pointer` for kernels, `view` for the host. */
export interface Float32Region {
  readonly pointer: Pointer;
  readonly view: Float32Array;
}

/** Int32 values in a kernel memory. */
export interface Int32Region {
  readonly pointer: Pointer;
  readonly view: Int32Array;
}

/** Bytes in a kernel memory. */
export interface Uint8Region {
  readonly pointer: Pointer;
  readonly view: Uint8Array;
}

/**
 * Hands out a fixed stretch of a kernel memory, front to back. Nothing is freed: what lives in it lives as long as its thread.
 *
 * The memory never grows once an arena is over it, so no view is ever detached.
 */
export class Arena {
  readonly #buffer: ArrayBufferLike;
  readonly #end: number;
  #next: number;

  /** @param start - first free byte of `buffer`; what the arena may use ends {@link SLACK_BYTES} before the buffer does */
  constructor(buffer: ArrayBufferLike, start: Pointer) {
    this.#buffer = buffer;
    this.#next = alignUp(start);
    this.#end = buffer.byteLength - SLACK_BYTES;
  }

  /** Bytes that are still free. */
  get freeBytes(): number {
    return this.#end - this.#next;
  }

  /**
   * Zeroed float32 values.
   *
   * @throws ManyhandsError `ERR_KERNELS` if they do not fit, or `length` is not a count
   */
  float32(length: number): Float32Region {
    const pointer = this.#take(length, 4);
    return { pointer, view: new Float32Array(this.#buffer, pointer, length) };
  }

  /**
   * Zeroed int32 values.
   *
   * @throws ManyhandsError `ERR_KERNELS` if they do not fit, or `length` is not a count
   */
  int32(length: number): Int32Region {
    const pointer = this.#take(length, 4);
    return { pointer, view: new Int32Array(this.#buffer, pointer, length) };
  }

  /**
   * Zeroed bytes.
   *
   * @throws ManyhandsError `ERR_KERNELS` if they do not fit, or `length` is not a count
   */
  uint8(length: number): Uint8Region {
    const pointer = this.#take(length, 1);
    return { pointer, view: new Uint8Array(this.#buffer, pointer, length) };
  }

  #take(length: number, elementBytes: number): Pointer {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw expected('ERR_KERNELS', 'arena allocation', 'a count of elements', length);
    }
    const pointer = this.#next;
    const bytes = elementBytes * length;
    if (bytes > this.freeBytes) {
      throw expected(
        'ERR_KERNELS',
        'arena allocation',
        `at most the ${Math.max(0, this.freeBytes)} bytes that are free (make the kernels with more)`,
        `${bytes} bytes`,
      );
    }
    this.#next = alignUp(pointer + bytes);
    return pointer;
  }
}

function alignUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
