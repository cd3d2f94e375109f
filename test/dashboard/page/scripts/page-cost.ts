// What a page costs that is left open: `npm run bench:page`. Heap after an hour of training, and then CPU time while two readings a
// second come in, as from a run under way, while the environment is not played: in a window, and with every chart in view.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import { launchChromium } from '../../../support/chromium.js';
import { heapBytes, liveThroughAnHour } from '../support/hour.js';
import { serveScript } from '../support/page-server.js';
import { syntheticReading } from '../support/synthetic-run.js';

const SECONDS = 20;
const READING_MILLISECONDS = 500;
const WINDOW = { width: 1360, height: 900 };
/** Tall enough for every chart. */
const EVERYTHING = { width: 1360, height: 2600 };

/** CPU seconds of the page's main thread, and of all processes of the browser. */
async function cpuSeconds(page: CDPSession, browser: CDPSession): Promise<{ main: number; all: number }> {
  const { metrics } = await page.send('Performance.getMetrics');
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  return {
    main: metrics.find(({ name }) => name === 'TaskDuration')!.value,
    all: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
  };
}

const server = await serveScript();
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: WINDOW });
  server.feed.read([0]);
  await page.goto(server.url);
  const numMessages = await liveThroughAnHour(server.feed, page);
  console.log(
    `${numMessages} messages of an hour: ${((await heapBytes(page)) / 2 ** 20).toFixed(1)} MB of heap`,
  );
  await page.getByRole('button', { name: 'Pause' }).click();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const whole = await browser.newBrowserCDPSession();

  const situations = [
    { what: 'a window, without news', viewport: WINDOW, isLive: false },
    { what: 'a window, two readings a second', viewport: WINDOW, isLive: true },
    { what: 'every chart, two readings a second', viewport: EVERYTHING, isLive: true },
  ];
  let seconds = 3600;
  for (const { what, viewport, isLive } of situations) {
    await page.setViewportSize(viewport);
    const before = await cpuSeconds(session, whole);
    for (let i = 0; i < (SECONDS * 1000) / READING_MILLISECONDS; i++) {
      seconds += READING_MILLISECONDS / 1000;
      if (isLive) server.feed.send({ kind: 'reading', reading: syntheticReading(seconds) });
      await sleep(READING_MILLISECONDS);
    }
    const after = await cpuSeconds(session, whole);
    const share = (name: 'main' | 'all') =>
      `${((100 * (after[name] - before[name])) / SECONDS).toFixed(1)} %`;
    console.log(
      `${what}: ${share('main')} of a core in the main thread, ${share('all')} in the whole browser`,
    );
  }
} finally {
  await browser.close();
  await server.close();
}
