import { describe, expect, it } from 'vitest';
import { latestRates, ratesBetween, ratesOf } from '../../src/dashboard/rates.js';
import { readingOf, readingsAt } from './support/readings.js';

const BEFORE = readingOf({
  ...{ timeSeconds: 2, envSteps: 100, updates: 10, samples: 640, blocks: 4, policyLagSum: 3 },
  ...{ replaySize: 100, replayCapacity: 1000 },
  actorSeconds: { env: 1, policy: 1, waitRing: 0, waitWeights: 0, other: 0 },
  learnerSeconds: { train: 0, waitData: 2, ingest: 0, publish: 0, checkpoint: 0, other: 0 },
});

describe('ratesBetween', () => {
  it('divides what happened by the time, or by what it is a mean of', () => {
    const after = readingOf({
      ...{ timeSeconds: 6, envSteps: 300, updates: 30, samples: 1440, blocks: 12, policyLagSum: 15 },
      ...{ replaySize: 300, replayCapacity: 1000 },
      // Three seconds were booked in the four: shares are of those.
      actorSeconds: { env: 2.5, policy: 1.75, waitRing: 0.5, waitWeights: 0.25, other: 0 },
      learnerSeconds: { train: 1, waitData: 3, ingest: 0.5, publish: 0.25, checkpoint: 0.75, other: 0.5 },
    });
    expect(ratesBetween(BEFORE, after)).toEqual({
      envStepsPerSecond: 50,
      updatesPerSecond: 5,
      samplesPerSecond: 200,
      policyLagMean: 1.5,
      replayRatio: 4,
      actorShares: { env: 0.5, policy: 0.25, waitRing: 0.5 / 3, waitWeights: 0.25 / 3, other: 0 },
      learnerShares: {
        ...{ train: 0.25, waitData: 0.25, ingest: 0.125, publish: 0.0625, checkpoint: 0.1875, other: 0.125 },
      },
    });
  });

  it('has no means of nothing', () => {
    const later = { ...BEFORE, timeSeconds: 3 };
    expect(ratesBetween(BEFORE, later)).toEqual({
      ...{ envStepsPerSecond: 0, updatesPerSecond: 0, samplesPerSecond: 0 },
      ...{ policyLagMean: null, replayRatio: null, actorShares: null, learnerShares: null },
    });
  });

  it('has no rates over no time', () => {
    const { envStepsPerSecond, updatesPerSecond, samplesPerSecond } = ratesBetween(BEFORE, {
      ...BEFORE,
      envSteps: 200,
    });
    expect([envStepsPerSecond, updatesPerSecond, samplesPerSecond]).toEqual([null, null, null]);
  });

  it('has no replay ratio without a replay table, and no shares where nobody recorded times', () => {
    const before = { ...BEFORE, actorSeconds: null, learnerSeconds: null, replayCapacity: null };
    const after = { ...BEFORE, timeSeconds: 3, envSteps: 200, samples: 2000, replayCapacity: null };
    const unknown = { replayRatio: null, actorShares: null, learnerShares: null };
    expect(ratesBetween(before, after)).toMatchObject(unknown);
    expect(ratesBetween(after, before)).toMatchObject(unknown);
  });
});

describe('ratesOf', () => {
  it('has one of every two neighbours', () => {
    const readings = [0, 1, 3].map((timeSeconds) => readingOf({ timeSeconds, envSteps: timeSeconds ** 2 }));
    expect(ratesOf(readings).map(({ envStepsPerSecond }) => envStepsPerSecond)).toEqual([1, 4]);
    expect(ratesOf(readings.slice(0, 1))).toEqual([]);
    expect(ratesOf([])).toEqual([]);
  });
});

describe('latestRates', () => {
  const readings = [0, 4, 5, 5.5, 6].map((timeSeconds) =>
    readingOf({ timeSeconds, envSteps: timeSeconds ** 2 }),
  );

  it.each([
    [1, (36 - 25) / 1],
    [1.5, (36 - 16) / 2],
    [0, (36 - 5.5 ** 2) / 0.5],
    [0.1, (36 - 5.5 ** 2) / 0.5],
    [100, 36 / 6],
  ])('goes back %d s at least, or to the first', (windowSeconds, wanted) => {
    expect(latestRates(readings, windowSeconds)?.envStepsPerSecond).toBe(wanted);
  });

  it('has none of fewer than two readings', () => {
    expect(latestRates(readingsAt([1]), 1)).toBeNull();
    expect(latestRates([], 1)).toBeNull();
  });
});
