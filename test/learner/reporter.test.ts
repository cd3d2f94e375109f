import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LearnerReport } from '../../src/learner/host.js';
import { Reporter } from '../../src/learner/reporter.js';

let now: number;
beforeEach(() => {
  now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const REPORT = { envSteps: 10, updates: 2, meanReturn: 5 };
const episode = (environment: number, episodeReturn: number) => ({
  environment,
  return: episodeReturn,
  length: 20,
  step: 3,
  policyVersion: 4,
});

const answered = (): Promise<void> => Promise.resolve();

describe('Reporter', () => {
  it('is due twenty times a second', () => {
    const reporter = new Reporter({ report: answered, checkpointWritten: answered });
    now += 49;
    expect(reporter.isDue()).toBe(false);
    now += 1;
    expect(reporter.isDue()).toBe(true);
    reporter.send(REPORT);
    expect(reporter.isDue()).toBe(false);
  });

  it('tells of every episode once, in order', async () => {
    const reports: LearnerReport[] = [];
    const reporter = new Reporter({
      report(report) {
        reports.push(report);
        return Promise.resolve();
      },
      checkpointWritten: answered,
    });
    reporter.addEpisodes([episode(1, 100), episode(0, 50)]);
    reporter.addEpisodes([episode(7, -3)]);
    reporter.send(REPORT);
    reporter.send({ ...REPORT, meanReturn: NaN });
    await reporter.flushed();
    expect(reports).toEqual([
      { ...REPORT, episodes: Float64Array.of(1, 100, 20, 4, 0, 50, 20, 4, 7, -3, 20, 4) },
      { ...REPORT, meanReturn: NaN, episodes: new Float64Array(0) },
    ]);
  });

  it('is flushed when everything that was sent was answered, in whatever order', async () => {
    const answers: (() => void)[] = [];
    const reporter = new Reporter({
      report: () => new Promise((resolve) => answers.push(resolve)),
      checkpointWritten: () => new Promise((resolve) => answers.push(resolve)),
    });
    await reporter.flushed();
    reporter.send(REPORT);
    reporter.send(REPORT);
    reporter.sendCheckpoint({ name: '10', envSteps: 10 });
    let isFlushed = false;
    const flushed = reporter.flushed().then(() => (isFlushed = true));
    for (const early of [1, 0]) {
      answers[early]!();
      await nextTurn();
      expect(isFlushed).toBe(false);
    }
    answers[2]!();
    await flushed;
  });

  it('lets nobody but those who wait hear that the main thread is gone', async () => {
    let isGone = true;
    const reporter = new Reporter({
      report: () => (isGone ? Promise.reject(new Error('main is gone')) : Promise.resolve()),
      checkpointWritten: answered,
    });
    reporter.send(REPORT);
    isGone = false;
    reporter.send(REPORT);
    await expect(reporter.flushed()).rejects.toThrow('main is gone');
  });
});
