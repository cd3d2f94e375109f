import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_HISTORY,
  HistoryKeeper,
  keepEvenly,
  MAX_EVALUATIONS,
  MAX_INCIDENTS,
  MAX_READINGS,
} from '../../src/dashboard/history.js';
import type { Evaluation, Incident, Reading } from '../../src/dashboard/protocol.js';
import { readingOf, readingsAt } from './support/readings.js';

/** As the server of a run reads: often at first, twice a second later. */
function timesOfRun(seconds: number): number[] {
  const times = [];
  for (let time = 0; time <= seconds; time += Math.min(0.5, Math.max(1 / 32, time / 20))) times.push(time);
  return times;
}

function readingsOfRun(seconds: number): readonly Reading[] {
  const keeper = new HistoryKeeper();
  for (const reading of readingsAt(timesOfRun(seconds))) keeper.apply({ kind: 'reading', reading });
  return keeper.history.readings;
}

const gapsOf = (items: readonly { readonly timeSeconds: number }[]): number[] =>
  items.slice(1).map(({ timeSeconds }, i) => timeSeconds - items[i]!.timeSeconds);

describe('HistoryKeeper', () => {
  it('keeps every reading of a run of a second', () => {
    expect(gapsOf(readingsOfRun(1)).length).toBeGreaterThan(20);
    expect(Math.max(...gapsOf(readingsOfRun(1)))).toBeLessThan(0.051);
  });

  it.each([600, 7200])('keeps a few hundred readings, evenly spread, of a run of %d s', (seconds) => {
    const readings = readingsOfRun(seconds);
    const times = timesOfRun(seconds);
    expect(readings.length).toBe(MAX_READINGS);
    expect([readings[0]!.timeSeconds, readings.at(-1)!.timeSeconds]).toEqual([times[0], times.at(-1)]);
    const gaps = gapsOf(readings);
    // Where a gap is closed by taking its end away, it is at most twice as large as the mean, and the last may be of any size.
    const mean = seconds / MAX_READINGS;
    expect(Math.max(...gaps)).toBeLessThan(2.1 * mean);
    expect(
      Math.min(
        ...gaps
          .slice(0, -1)
          .sort((a, b) => a - b)
          .slice(25),
      ),
    ).toBeGreaterThan(0.4 * mean);
  });

  it('goes on from the history of another as that one does', () => {
    const readings = readingsAt(timesOfRun(400));
    const server = new HistoryKeeper();
    for (const reading of readings.slice(0, 800)) server.apply({ kind: 'reading', reading });
    const page = new HistoryKeeper();
    page.apply({
      kind: 'history',
      history: JSON.parse(JSON.stringify(server.history)) as typeof server.history,
    });
    for (const reading of readings.slice(800)) {
      server.apply({ kind: 'reading', reading });
      page.apply({ kind: 'reading', reading });
    }
    expect(page.history).toEqual(server.history);
  });

  it('spreads recorded readings evenly that are more than it keeps', () => {
    const readings = readingsAt(Array.from({ length: 5000 }, (_, i) => i));
    const kept = new HistoryKeeper({ ...EMPTY_HISTORY, readings }).history.readings;
    expect(kept.length).toBe(MAX_READINGS);
    expect(Math.max(...gapsOf(kept))).toBeLessThanOrEqual(16);
  });

  it('keeps evaluations spread over the run, the newest incidents, and what ended it', () => {
    const keeper = new HistoryKeeper();
    for (let i = 0; i < 2000; i++) {
      const at = { timeSeconds: i, envSteps: 10 * i };
      const evaluation: Evaluation = { ...at, policyVersion: i, episodes: 5, meanReturn: i, minReturn: 0 };
      const incident: Incident = { ...at, kind: 'checkpoint', checkpoint: String(10 * i) };
      keeper.apply({ kind: 'evaluation', evaluation });
      keeper.apply({ kind: 'incident', incident });
    }
    const { evaluations, incidents } = keeper.history;
    expect(evaluations.length).toBe(MAX_EVALUATIONS);
    expect(evaluations[0]!.timeSeconds).toBe(0);
    expect(evaluations.at(-1)!.timeSeconds).toBe(1999);
    expect(Math.max(...gapsOf(evaluations))).toBeLessThanOrEqual(8);
    expect(incidents.map(({ timeSeconds }) => timeSeconds)).toEqual(
      Array.from({ length: MAX_INCIDENTS }, (_, i) => 2000 - MAX_INCIDENTS + i),
    );
    expect(keeper.history).toMatchObject({ ending: null, isLive: true });
    const ending = { outcome: 'solved', message: 'solved' } as const;
    keeper.apply({ kind: 'ending', ending });
    expect(keeper.history).toMatchObject({ ending, isLive: false });
  });

  it('forgets all when it is told another history', () => {
    const keeper = new HistoryKeeper();
    keeper.apply({ kind: 'reading', reading: readingOf({ timeSeconds: 7 }) });
    keeper.apply({ kind: 'history', history: { ...EMPTY_HISTORY, isLive: false } });
    expect(keeper.history).toEqual({ ...EMPTY_HISTORY, isLive: false });
  });

  it('hands out what later messages do not change', () => {
    const keeper = new HistoryKeeper();
    const { readings } = keeper.history;
    keeper.apply({ kind: 'reading', reading: readingOf() });
    expect(readings).toEqual([]);
  });
});

describe('keepEvenly', () => {
  it('keeps the first, the newest and the order, and no more than fit', () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, fc.integer({ min: 3, max: 9 }), (gaps, capacity) => {
        const series: { timeSeconds: number }[] = [];
        let timeSeconds = 0;
        for (const [i, gap] of gaps.entries()) {
          timeSeconds += gap;
          keepEvenly(series, { timeSeconds }, capacity);
          expect(series.length).toBe(Math.min(i + 1, capacity));
          expect(series[0]!.timeSeconds).toBe(gaps[0]);
          expect(series.at(-1)!.timeSeconds).toBe(timeSeconds);
          expect(Math.min(0, ...gapsOf(series))).toBe(0);
        }
      }),
    );
  });

  it('takes out the inner item whose neighbours are nearest', () => {
    const series = readingsAt([0, 4, 5, 9]);
    keepEvenly(series, readingOf({ timeSeconds: 20 }), 4);
    expect(series.map(({ timeSeconds }) => timeSeconds)).toEqual([0, 5, 9, 20]);
  });
});
