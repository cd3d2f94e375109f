import { expect, it } from 'vitest';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';

/** That every byte gets where it belongs, wherever it lies: some backends send several as one. */
export function testBytes({ tf, uploadBytes }: TfjsBackend): void {
  it('takes bytes for the numbers that they are', async () => {
    const bytes = Uint8Array.from({ length: 260 }, (_, i) => i);
    // Whole, in rows of an odd length; from the middle of a word; and up to the last byte of its memory.
    const views: readonly (readonly [Uint8Array, number[]])[] = [
      [bytes, [2, 130]],
      [bytes.subarray(0, 255), [5, 3, 17]],
      [bytes.subarray(1, 6), [5]],
      [Uint8Array.from([7, 250, 128]), [1, 3]],
      [bytes.subarray(4, 5), [1]],
    ];
    for (const [view, shape] of views) {
      const numTensors = tf.memory().numTensors;
      // The sum is a tensor of the device's own making.
      const sum = tf.tidy(() => tf.add(uploadBytes(view, shape), 0.5));
      expect([sum.dtype, sum.shape]).toEqual(['float32', shape]);
      expect([...(await sum.data())]).toEqual([...view].map((byte) => byte + 0.5));
      sum.dispose();
      expect(tf.memory().numTensors).toBe(numTensors);
    }
  });
}
