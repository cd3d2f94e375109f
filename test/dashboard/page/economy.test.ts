import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAX_READINGS } from '../../../src/dashboard/history.js';
import { describeInBrowser } from './support/browser.js';
import { heapBytes, liveThroughAnHour } from './support/hour.js';
import { countDrawings, EVENTUALLY, figure } from './support/observe.js';
import { syntheticEvaluation, syntheticReading } from './support/synthetic-run.js';

const PAGE = fileURLToPath(new URL('../../../page', import.meta.url));
const MAX_BYTES = 150 * 1024;
const MAX_HEAP_BYTES = 100 * 2 ** 20;

describe('dist/page', () => {
  it('is less than 150 KB compressed, either way', () => {
    const files = readdirSync(PAGE).map((name) => readFileSync(join(PAGE, name)));
    const total = (compress: (file: Buffer) => Buffer): number =>
      files.reduce((sum, file) => sum + compress(file).length, 0);
    console.log(
      `page: ${total(brotliCompressSync)} bytes with brotli, ${total((file) => gzipSync(file))} with gzip`,
    );
    expect(total(brotliCompressSync)).toBeLessThan(MAX_BYTES);
    expect(total((file) => gzipSync(file))).toBeLessThan(MAX_BYTES);
  });

  it('comes with the notice of the library in it', () => {
    for (const name of ['page.js', 'page.css']) {
      const text = readFileSync(join(PAGE, name), 'utf8');
      expect(text).toMatch(/Copyright \(c\) \d+ Leon Sorokin/);
      expect(text).toMatch(/The above copyright notice and this permission notice shall be included/);
    }
  });
});

describeInBrowser('what the page costs', (browser) => {
  it('paints soon after its HTML is there', async () => {
    const server = await browser.serve();
    server.feed.read([1, 2, 3]);
    const page = await browser.open(server.url);
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).not.toBe('–');
    const milliseconds = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return performance.getEntriesByName('first-contentful-paint')[0]!.startTime - navigation!.responseEnd;
    });
    // A figure of the machine as much as of the page: told, not judged.
    console.log(`first paint ${milliseconds.toFixed(0)} ms after the HTML`);
    expect(milliseconds).toBeGreaterThan(0);
  });

  it('draws charts at most twice a second, however much happens', async () => {
    const server = await browser.serve();
    server.feed.read([1, 2]);
    const page = await browser.newPage();
    const drawings = await countDrawings(page);
    await page.clock.install();
    await page.goto(server.url);
    await expect.poll(() => page.locator('#state').innerText(), EVENTUALLY).toBe('Running');
    await page.clock.runFor(1_000);
    const before = await drawings();
    expect(before).toBeGreaterThan(0);
    // The clock runs by itself, too.
    const seconds = () => page.evaluate(() => performance.now() / 1000);
    const beforeSeconds = await seconds();
    // Three seconds, in steps of a tenth, with news in each.
    for (let i = 1; i <= 30; i++) {
      server.feed.send({ kind: 'reading', reading: syntheticReading(2 + i / 10) });
      server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(2 + i / 10, i) });
      await expect.poll(() => page.title(), EVENTUALLY).toMatch(new RegExp(`^${i}.0 `));
      await page.clock.runFor(100);
    }
    const numDrawings = (await drawings()) - before;
    expect(numDrawings).toBeGreaterThanOrEqual(5);
    expect(numDrawings).toBeLessThanOrEqual(2 * ((await seconds()) - beforeSeconds) + 1);
  });

  it('holds an hour of training in bounded memory', async () => {
    const server = await browser.serve();
    server.feed.read([0]);
    const page = await browser.open(server.url);
    await expect.poll(() => page.locator('#state').innerText(), EVENTUALLY).toBe('Running');
    await liveThroughAnHour(server.feed, page);
    const afterOne = await heapBytes(page);
    const numElements = await page.evaluate(() => document.querySelectorAll('*').length);
    console.log(`heap after an hour: ${(afterOne / 2 ** 20).toFixed(1)} MB, ${numElements} elements`);
    expect(afterOne).toBeLessThan(MAX_HEAP_BYTES);
    expect(numElements).toBeLessThan(2_000);
    expect(server.feed.history().readings.length).toBe(MAX_READINGS);
    const slider = page.getByRole('slider', { name: /^Return/ });
    await expect.poll(() => slider.getAttribute('aria-valuemax'), EVENTUALLY).toBe(String(MAX_READINGS - 1));
  });

  it('draws nothing while it is hidden, and all at once when it is seen again', async () => {
    const server = await browser.serve();
    server.feed.read([1, 2]);
    const page = await browser.newPage();
    const drawings = await countDrawings(page);
    await page.addInitScript(() => {
      let isHidden = false;
      Object.defineProperty(document, 'hidden', { get: () => isHidden });
      Object.assign(window, {
        hide: (hidden: boolean) => {
          isHidden = hidden;
          document.dispatchEvent(new Event('visibilitychange'));
        },
      });
    });
    const hide = (isHidden: boolean) =>
      page.evaluate(
        (hidden) => (window as unknown as { hide(hidden: boolean): void }).hide(hidden),
        isHidden,
      );
    await page.clock.install();
    await page.goto(server.url);
    await expect.poll(() => page.locator('#state').innerText(), EVENTUALLY).toBe('Running');
    await page.clock.runFor(1_000);
    const before = await drawings();

    await hide(true);
    server.feed.send({ kind: 'reading', reading: syntheticReading(3, { returnMean: 321 }) });
    server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(3, 77) });
    // The tab's title is read while the page is not.
    await expect.poll(() => page.title(), EVENTUALLY).toBe('77.0 · DQN on CartPole-v1');
    await page.clock.runFor(10_000);
    expect(await drawings()).toBe(before);
    expect(await figure(page, 'Return')).not.toBe('321.0');

    await hide(false);
    await page.clock.runFor(1_000);
    expect(await figure(page, 'Return')).toBe('321.0');
    expect(await drawings()).toBe(before + 1);
  });
});
