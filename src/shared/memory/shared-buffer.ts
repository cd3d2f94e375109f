import { expected, type ManyhandsError } from '../errors.js';

/**
 * Bytes kept between words that different threads write: two 64-byte cache lines, because x86 prefetches lines
 * in pairs, and one line of the CPUs whose lines have 128 bytes.
 */
export const LINE_BYTES = 128;

/** Int32 words in {@link LINE_BYTES}. */
export const LINE_WORDS = LINE_BYTES / Int32Array.BYTES_PER_ELEMENT;

/** The smallest multiple of `alignment` that is at least `numBytes`. */
export function alignUp(numBytes: number, alignment: number): number {
  return Math.ceil(numBytes / alignment) * alignment;
}

/**
 * Allocates zeroed shared memory.
 *
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if the platform cannot give `byteLength` bytes
 */
export function allocateShared(subject: string, byteLength: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(byteLength);
  } catch (cause) {
    throw tooLarge(subject, byteLength, cause);
  }
}

/**
 * Allocates a zeroed array in shared memory of its own.
 *
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if the platform cannot give so much memory, or no array so long
 */
export function allocateSharedArray<Elements>(
  subject: string,
  type: { readonly BYTES_PER_ELEMENT: number; new (buffer: SharedArrayBuffer): Elements },
  length: number,
): Elements {
  const byteLength = length * type.BYTES_PER_ELEMENT;
  const buffer = allocateShared(subject, byteLength);
  try {
    return new type(buffer);
  } catch (cause) {
    throw tooLarge(subject, byteLength, cause);
  }
}

function tooLarge(subject: string, byteLength: number, cause: unknown): ManyhandsError {
  const wanted = 'a size that can be allocated';
  return expected('ERR_MEMORY_LAYOUT', subject, wanted, `${byteLength} bytes`, { cause });
}

/** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not exactly `byteLength` bytes of shared memory */
export function expectByteLength(subject: string, buffer: SharedArrayBuffer, byteLength: number): void {
  if (!(buffer instanceof SharedArrayBuffer)) {
    throw expected('ERR_MEMORY_LAYOUT', subject, 'a SharedArrayBuffer', typeof buffer);
  }
  if (buffer.byteLength !== byteLength) {
    throw expected('ERR_MEMORY_LAYOUT', subject, `${byteLength} bytes`, buffer.byteLength);
  }
}

/** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `value` is not an integer in `[minimum, maximum]` */
export function expectCount(subject: string, value: number, minimum: number, maximum: number): void {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw expected('ERR_MEMORY_LAYOUT', subject, `an integer in [${minimum}, ${maximum}]`, value);
  }
}
