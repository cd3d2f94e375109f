import { describe, expect, it } from 'vitest';
import { BlockTimes } from '../../../bench/suites/support/block-times.js';
import { inTurns } from '../../../bench/suites/support/in-turns.js';
import { runWorker } from '../../../bench/suites/support/run-worker.js';
import { sharesOf } from '../../../bench/suites/support/shares.js';

describe('inTurns', () => {
  it('turns the order about, and keeps what each gave by its round', async () => {
    const order: string[] = [];
    const turn = (name: string) => (round: number) => Promise.resolve(order.push(`${name}${round}`));
    const given = await inTurns(3, { a: turn('a'), b: turn('b'), c: turn('c') });
    expect(order).toEqual(['a0', 'b0', 'c0', 'c1', 'b1', 'a1', 'a2', 'b2', 'c2']);
    expect(given).toEqual({ a: [1, 6, 7], b: [2, 5, 8], c: [3, 4, 9] });
  });
});

describe('sharesOf', () => {
  it('takes the cost of looking off, and adds what happens while a block is filled', () => {
    const zeros = {
      ...{ acquire: 0, weights: 0, fill: 0, publish: 0, count: 0, readings: 0, beats: 0, blocks: 0 },
      ...{ readingCost: 0, beatCost: 0, markCost: 0 },
    };
    const before = { ...zeros, acquire: 7, fill: 900, blocks: 1 };
    // Two blocks later.
    const after = {
      ...{
        acquire: 207,
        weights: 400,
        fill: 20_900,
        publish: 300,
        count: 500,
        readings: 6,
        beats: 64,
        blocks: 3,
      },
      ...{ readingCost: 30, beatCost: 2, markCost: 10 },
    };
    expect(sharesOf(before, after)).toEqual({
      block: 100 + 200 + 10_000 + 150 + 250 - 50,
      ring: 90 + 140,
      weights: 190,
      counters: 240 + 3 * 30 + 32 * 2,
    });
  });
});

describe('BlockTimes', () => {
  it('knows the middle one of those asked for, of the latest if they are many', () => {
    const buffer = BlockTimes.allocate();
    const times = new BlockTimes(buffer);
    const milliseconds = new Float64Array(buffer, 8);
    for (let i = 0; i < 5; i++) times.note();
    milliseconds.set([9, 3, 1, 2, 9]);
    expect(times.count).toBe(5);
    expect(new BlockTimes(buffer).medianNanoseconds(1, 4)).toBe(2e6);
    while (times.count < milliseconds.length + 3) times.note();
    // The three that were overwritten would tip the scale.
    milliseconds.fill(8, 0, milliseconds.length / 2).fill(4, milliseconds.length / 2);
    expect(times.medianNanoseconds(0, times.count)).toBe(6e6);
    expect(times.medianNanoseconds(milliseconds.length, times.count)).toBe(8e6);
  });
});

describe('runWorker', () => {
  it('fails with what the thread threw', async () => {
    const task = { module: new URL('./no-such-module.js', import.meta.url).href, index: 0, pace: null };
    await expect(runWorker('apart-thread', task)).rejects.toThrow('no-such-module');
  });
});
