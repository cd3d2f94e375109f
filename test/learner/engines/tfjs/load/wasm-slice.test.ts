import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../../../../src/learner/engines/tfjs/load/load-backend.js';

const { tf } = await loadBackend('tfjs-wasm');

describe('slices on WebAssembly', () => {
  const vector = tf.tensor1d([0, 1, 2, 3, 4, 5]);

  it('are those of a vector, from end to end', async () => {
    for (const [first, length] of [
      [0, 6],
      [0, 2],
      [3, 3],
      [2, 0],
    ] as const) {
      const piece = tf.slice(vector, [first], [length]);
      expect(piece.shape).toEqual([length]);
      expect([...(await piece.data())]).toEqual([0, 1, 2, 3, 4, 5].slice(first, first + length));
    }
  });

  it('are copies: a vector that is gone leaves them as they were', async () => {
    const gone = tf.tensor1d([7, 8, 9]);
    const piece = tf.slice(gone, [1], [2]);
    gone.dispose();
    tf.tensor1d([0, 0, 0]);
    expect([...(await piece.data())]).toEqual([8, 9]);
  });

  it('are of whole numbers too, and of anything else as the library makes them', async () => {
    const numbers = tf.slice(tf.tensor1d([5, -6, 7], 'int32'), [1], [2]);
    expect([numbers.dtype, ...(await numbers.data())]).toEqual(['int32', -6, 7]);
    const table = tf.tensor2d([0, 1, 2, 3, 4, 5], [2, 3]);
    expect([...(await tf.slice(table, [0, 1], [2, 2]).data())]).toEqual([1, 2, 4, 5]);
    expect([...(await tf.slice(vector, [4]).data())]).toEqual([4, 5]);
    expect([...(await tf.slice(vector, 4, -1).data())]).toEqual([4, 5]);
    expect([...(await tf.slice(vector, [1], [-1]).data())]).toEqual([1, 2, 3, 4, 5]);
  });

  it('survive the memory being moved by the allocation of one of them', async () => {
    const large = tf.ones([4_000_000]);
    const pieces = Array.from({ length: 8 }, () => tf.slice(large, [1], [3_999_998]));
    for (const piece of pieces) expect(await tf.min(piece).data()).toEqual(Float32Array.of(1));
    for (const piece of [large, ...pieces]) piece.dispose();
  });

  it('are made in one way, however often the engine is loaded', async () => {
    const { kernelFunc } = tf.getKernel('Slice', 'wasm');
    await loadBackend('tfjs-wasm');
    expect(tf.getKernel('Slice', 'wasm').kernelFunc).toBe(kernelFunc);
  });
});
