import { describe, expect, it } from 'vitest';
import { Minibatches } from '../../../src/learner/unrolls/minibatches.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';

const streamOf = (seed: number) => RandomStream.derive(seed, 3, 0);

describe('Minibatches', () => {
  it.each([1, 2, 7, 64])('deals every one of %d rows once in every epoch', (numRows) => {
    const minibatches = new Minibatches(64, streamOf(0));
    for (let epoch = 0; epoch < 5; epoch++) {
      minibatches.shuffle(numRows);
      const rows = [...minibatches.order.subarray(0, numRows)];
      expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: numRows }, (_, i) => i));
    }
  });

  it('deals in another order in every epoch, and in the same ones with the same stream', () => {
    const ordersOf = (seed: number) => {
      const minibatches = new Minibatches(32, streamOf(seed));
      return Array.from({ length: 4 }, () => {
        minibatches.shuffle(32);
        return minibatches.order.join();
      });
    };
    expect(new Set([...ordersOf(0), ...ordersOf(1)]).size).toBe(8);
    expect(ordersOf(0)).toEqual(ordersOf(0));
  });

  it('has each order as often as any other', () => {
    const minibatches = new Minibatches(3, streamOf(5));
    const counts = new Map<string, number>();
    const numEpochs = 6000;
    for (let epoch = 0; epoch < numEpochs; epoch++) {
      minibatches.shuffle(3);
      const order = minibatches.order.join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Of 6000 epochs each order has 1000, with a deviation of 29; five of them.
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - numEpochs / 6)).toBeLessThan(5 * 29);
  });
});
