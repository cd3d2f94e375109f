import { describe, expect, it } from 'vitest';
import { learnerThreads } from '../../../bench/suites/learner-threads.js';

describe('learnerThreads', () => {
  it('measures one thread and two side by side, and by how much two are ahead', async () => {
    const figures = await learnerThreads({ isQuick: true });
    const cases = ['DQN 4-128-128-2, batch 64', 'DQN 4-128-128-2, batch 512', 'DQN 4-128-128-2, batch 4096'];
    const minibatches = ['PPO 128-128, minibatches of 64', 'PPO 128-128, minibatches of 1024'];
    expect(figures.map(({ name, unit }) => `${name}: ${unit}`)).toEqual(
      [...cases, ...minibatches].flatMap((name) => [
        `${name}, 1 thread: samples/s`,
        `${name}, 2 threads: samples/s`,
        `${name}, 2 threads over 1: x`,
      ]),
    );
    expect(figures.every(({ value }) => value > 0 && Number.isFinite(value))).toBe(true);
    for (let i = 0; i < figures.length; i += 3) {
      const [alone, together, ratio] = figures.slice(i, i + 3);
      expect(ratio!.figures).toEqual(
        together!.figures.map((figure, round) => figure / alone!.figures[round]!),
      );
      expect([alone, together].map((one) => one!.parameters)).toEqual(
        [1, 2].map((threads) => ({ batchSize: ratio!.parameters!['batchSize'], threads })),
      );
    }
  });
});
