import type { Page } from 'playwright-core';
import type { ScriptedFeed } from './scripted-feed.js';
import {
  syntheticCheckpoint,
  syntheticEvaluation,
  syntheticReading,
  syntheticRestart,
} from './synthetic-run.js';

/** A page that reads this much behind is dropped by its server. */
const READINGS_AT_ONCE = 100;

/**
 * An hour of a run within seconds: two readings a second, six evaluations and a checkpoint a minute, and some restarts. The page
 * follows.
 *
 * @returns how many messages it was
 */
export async function liveThroughAnHour(feed: ScriptedFeed, page: Page): Promise<number> {
  let numMessages = 0;
  const send = (...message: Parameters<ScriptedFeed['send']>): void => {
    feed.send(...message);
    numMessages++;
  };
  for (let i = 1; i <= 7200; i++) {
    const seconds = i / 2;
    send({ kind: 'reading', reading: syntheticReading(seconds) });
    if (i % 20 === 0) send({ kind: 'evaluation', evaluation: syntheticEvaluation(seconds, 400 + i / 1000) });
    if (i % 120 === 0) send({ kind: 'incident', incident: syntheticCheckpoint(seconds) });
    if (i % 900 === 0) send({ kind: 'incident', incident: syntheticRestart(seconds) });
    if (i % READINGS_AT_ONCE > 0) continue;
    send({ kind: 'evaluation', evaluation: syntheticEvaluation(seconds, i) });
    await page.waitForFunction((start) => document.title.startsWith(start), `${i}.0 `);
  }
  return numMessages;
}

/** Bytes of JavaScript's heap that a page holds, after what it no longer needs has been collected. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
