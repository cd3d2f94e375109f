import { describe, expect, it } from 'vitest';
import { filled, guarded, ODD_SIZES, poisonedKernels } from './support/fixture.js';

describe('bytesToFloats', () => {
  it.each([...ODD_SIZES, 28, 1024, 4097])(
    'makes %d floats of as many bytes, and writes no further',
    (length) => {
      const kernels = poisonedKernels();
      const bytes = kernels.arena.uint8(length);
      bytes.view.forEach((_, i) => (bytes.view[i] = (i * 37 + 200) % 256));
      // What lies behind the bytes is no zero.
      new Uint8Array(bytes.view.buffer, bytes.pointer + length, 16).fill(255);
      const floats = guarded(kernels, length);
      kernels.run.bytesToFloats(bytes.pointer, floats.pointer, length);
      expect([...floats.view]).toEqual([...bytes.view]);
      expect(floats.intact()).toBe(true);
    },
  );

  it('knows all 256 of them, from any byte on', () => {
    const kernels = poisonedKernels();
    const bytes = kernels.arena.uint8(260);
    bytes.view.forEach((_, i) => (bytes.view[i] = i - 3));
    const floats = filled(kernels, 256, () => NaN);
    kernels.run.bytesToFloats(bytes.pointer + 3, floats.pointer, 256);
    expect([...floats.view]).toEqual(Array.from({ length: 256 }, (_, i) => i));
  });
});
