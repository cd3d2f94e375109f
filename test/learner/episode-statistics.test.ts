import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EpisodeStatistics, type Episode } from '../../src/learner/episode-statistics.js';

const episode = (environment: number, step: number, episodeReturn: number): Episode => ({
  environment,
  step,
  return: episodeReturn,
  length: 5,
  policyVersion: 1,
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const rounds = fc.array(
  fc.uniqueArray(fc.tuple(fc.nat(7), fc.nat(31), fc.integer({ min: -500, max: 500 })), {
    selector: ([environment, step]) => `${environment} ${step}`,
    maxLength: 6,
  }),
  { maxLength: 12 },
);

describe('EpisodeStatistics', () => {
  it('has the mean of the latest episodes, in the order in which they ended', () => {
    const property = (
      windowSize: number,
      given: readonly (readonly (readonly [number, number, number])[])[],
    ) => {
      const statistics = new EpisodeStatistics(windowSize);
      const all: Episode[] = [];
      for (const round of given) {
        const episodes = round.map(([environment, step, value]) => episode(environment, step, value));
        for (const one of episodes) statistics.add(one);
        const ordered = [...episodes].sort((a, b) => a.step - b.step || a.environment - b.environment);
        expect(statistics.closeRound()).toEqual(ordered);
        all.push(...ordered);
        expect(statistics.count).toBe(all.length);
        expect(statistics.isFull).toBe(all.length >= windowSize);
        // Sums of whole numbers are exact in any order.
        expect(statistics.meanReturn).toBe(mean(all.slice(-windowSize).map((one) => one.return)));
      }
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), rounds, property), { numRuns: 100 });
  });

  it('does not depend on the order in which actors deliver', () => {
    const run = (order: readonly Episode[]) => {
      const statistics = new EpisodeStatistics(2);
      for (const one of order) statistics.add(one);
      statistics.closeRound();
      return statistics.meanReturn;
    };
    const [a, b, c] = [episode(0, 9, 1), episode(3, 2, 10), episode(1, 9, 100)];
    expect([run([a, b, c]), run([c, a, b]), run([b, c, a])]).toEqual([50.5, 50.5, 50.5]);
  });

  it('counts an episode only when its round is closed', () => {
    const statistics = new EpisodeStatistics(1);
    statistics.add(episode(0, 0, 7));
    expect([statistics.count, statistics.isFull, statistics.meanReturn]).toEqual([0, false, NaN]);
    statistics.closeRound();
    expect([statistics.count, statistics.isFull, statistics.meanReturn]).toEqual([1, true, 7]);
    expect(statistics.closeRound()).toEqual([]);
  });
});
