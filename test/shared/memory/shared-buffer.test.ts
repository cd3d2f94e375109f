import { describe, expect, it } from 'vitest';
import { allocateSharedArray } from '../../../src/shared/memory/shared-buffer.js';

describe('allocateSharedArray', () => {
  it('gives zeros in shared memory of their own', () => {
    const array = allocateSharedArray('numbers', Int32Array, 5);
    expect(array).toEqual(new Int32Array(5));
    expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(array.buffer.byteLength).toBe(20);
  });

  it('says so where there is memory for it, but no array of that length', () => {
    // As Node 20 does it from 4 GB on.
    class Short {
      static readonly BYTES_PER_ELEMENT = 2;

      constructor(readonly buffer: SharedArrayBuffer) {
        throw new RangeError('Invalid typed array length');
      }
    }
    const message = 'numbers: expected a size that can be allocated, got 14 bytes';
    const error = expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT', message }) as Error;
    expect(() => allocateSharedArray('numbers', Short, 7)).toThrow(error);
  });
});
