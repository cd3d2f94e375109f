import { describe, expect, it } from 'vitest';
import { timeUpdates } from '../../../src/learner/probe/time-updates.js';

/** Milliseconds that things take. */
interface Costs {
  /** Of update 0, 1, ... */
  readonly update: (index: number) => number;
  readonly read?: number;
}

/** An engine whose time is a number, and what it was asked to do. */
function clockwork({ update, read = 0 }: Costs) {
  let time = 1000;
  let updates = 0;
  const calls: string[] = [];
  /** How many calls there had been when an update was answered. */
  const answers: number[] = [];
  const engine = {
    learningRate: NaN,
    async update() {
      calls.push('update');
      // As of an engine that waits for its device now and then.
      await Promise.resolve();
      time += update(updates++);
      answers.push(calls.length);
      return undefined;
    },
    readParameters() {
      calls.push('read');
      time += read;
      return new Float32Array(1);
    },
  };
  return { engine, calls, answers, time: (seconds: number) => timeUpdates(engine, seconds, () => time) };
}

describe('timeUpdates', () => {
  it('does not count the first two updates, for which shaders are compiled, nor their time', async () => {
    const { time, calls } = clockwork({ update: (index) => (index < 2 ? 60_000 : 2) });
    expect(await time(1)).toBe(2);
    expect(calls.length).toBeGreaterThan(400);
  });

  it('does not count the first half, in which code warms up', async () => {
    // 60 slow blocks of 20, then 40 fast ones: the median of all would be slow.
    const { time } = clockwork({ update: (index) => (index < 1200 ? 5 : 1) });
    expect(await time(6.8)).toBe(1);
  });

  it('counts what is brought down after a block, which waits for a device that answers at once', async () => {
    const { time } = clockwork({ update: () => 0.01, read: 40 });
    expect(await time(1)).toBeCloseTo(0.01 + 40 / 20, 10);
  });

  it('reads after every block of at most 20 updates', async () => {
    const { time, calls } = clockwork({ update: () => 1 });
    await time(0.1);
    const blocks = calls
      .join(' ')
      .split('read')
      .map((block) => block.trim().split(' ').length);
    expect(blocks.slice(0, -1)).toEqual([2, 1, 20, 20, 20, 20, 20]);
  });

  it('waits for each answer', async () => {
    const { time, calls, answers } = clockwork({ update: () => 1 });
    await time(0.1);
    const asked = [...calls.keys()].filter((index) => calls[index] === 'update');
    expect(answers).toEqual(asked.map((index) => index + 1));
  });

  it('is content with one update of an engine that takes longer than it is given', async () => {
    const { time, calls } = clockwork({ update: () => 9000 });
    expect(await time(0.5)).toBe(9000);
    expect(calls.filter((call) => call === 'update')).toHaveLength(3);
  });

  it('makes blocks of one of slow updates, so that it ends when it should', async () => {
    const { time, calls } = clockwork({ update: () => 300 });
    await time(1);
    expect(calls.filter((call) => call === 'update')).toHaveLength(6);
  });

  it('moves no weight, so that no number grows', async () => {
    const { engine, time } = clockwork({ update: () => 50 });
    await time(0.1);
    expect(engine.learningRate).toBe(0);
  });
});
