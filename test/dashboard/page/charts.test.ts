import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';
import { EVENTUALLY, figure, pixelsOf } from './support/observe.js';
import {
  syntheticCheckpoint,
  syntheticEvaluation,
  syntheticReading,
  syntheticRestart,
} from './support/synthetic-run.js';

/** Times of readings, half a second apart. */
const until = (seconds: number): readonly number[] =>
  Array.from({ length: seconds * 2 }, (_, i) => (i + 1) / 2);

const returnAt = (seconds: number): string => syntheticReading(seconds).returnMean!.toFixed(1);

describeInBrowser('charts of a run', (browser) => {
  it('draws the return, its evaluations and its target', async () => {
    const server = await browser.serve();
    server.feed.read(until(20));
    server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(10, 300) });
    const page = await browser.open(server.url);
    await expect.poll(() => pixelsOf(page, 'Return', 'blue'), EVENTUALLY).toBeGreaterThan(300);
    expect(await pixelsOf(page, 'Return', 'orange')).toBeGreaterThan(30);
    expect(await pixelsOf(page, 'Return', 'green')).toBeGreaterThan(100);
  });

  it('marks checkpoints and restarts on the return', async () => {
    const server = await browser.serve();
    server.feed.read(until(20));
    const page = await browser.open(server.url);
    await expect.poll(() => pixelsOf(page, 'Return', 'blue'), EVENTUALLY).toBeGreaterThan(300);
    const before = await pixelsOf(page, 'Return', 'blue');
    expect(await pixelsOf(page, 'Return', 'bad')).toBe(0);
    server.feed.send({ kind: 'incident', incident: syntheticRestart(12) });
    server.feed.send({ kind: 'incident', incident: syntheticCheckpoint(6) });
    await expect.poll(() => pixelsOf(page, 'Return', 'bad'), EVENTUALLY).toBeGreaterThan(20);
    expect(await pixelsOf(page, 'Return', 'blue')).toBeGreaterThan(before + 9);
  });

  it('stacks the shares of time to the top', async () => {
    const server = await browser.serve();
    server.feed.read(until(20));
    const page = await browser.open(server.url);
    const learner = page.getByRole('region', { name: 'Learner', exact: true });
    await learner.scrollIntoViewIfNeeded();
    await expect.poll(() => pixelsOf(page, 'Learner', 'blue'), EVENTUALLY).toBeGreaterThan(5_000);
    const areas = await Promise.all(
      ['green', 'purple', 'sky', 'orange', 'gray'].map((color) => pixelsOf(page, 'Learner', color)),
    );
    for (const area of areas) expect(area).toBeGreaterThan(100);
    expect(await learner.locator('.legend').innerText()).toMatch(/trains\s*7\d %\s*ingests\s*\d %/);
  });

  it('has the charts that the run has figures for, and no others', async () => {
    const server = await browser.serve();
    server.feed.read(until(5), { replaySize: null, replayCapacity: null, epsilon: null, entropy: 0.6 });
    const page = await browser.open(server.url);
    await expect.poll(() => page.getByRole('region', { name: 'Entropy' }).isVisible(), EVENTUALLY).toBe(true);
    for (const name of ['Replay fill', 'Replay ratio', 'Epsilon', 'Explained variance']) {
      expect(await page.getByRole('region', { name }).isVisible(), name).toBe(false);
    }
    server.feed.send({ kind: 'reading', reading: syntheticReading(6, { explainedVariance: 0.4 }) });
    await expect
      .poll(() => page.getByRole('region', { name: 'Explained variance' }).isVisible(), EVENTUALLY)
      .toBe(true);
  });

  it.each([0, 1, 2])('makes sense of %i readings', async (numReadings) => {
    const server = await browser.serve();
    server.feed.read(until(5).slice(0, numReadings));
    const page = await browser.open(server.url);
    await expect
      .poll(() => figure(page, 'Return'), EVENTUALLY)
      .toBe(['–', returnAt(0.5), returnAt(1)][numReadings]);
    const waiting = page.locator('.hero').getByText('No readings yet');
    await expect.poll(() => waiting.isVisible(), EVENTUALLY).toBe(numReadings === 0);
    expect(await figure(page, 'Env steps')).toMatch(numReadings < 2 ? /^–$/ : /^\d\d\.\dK$/);
    expect(await page.locator('#events:visible').count()).toBe(0);
    expect(await page.locator('#no-events').isVisible()).toBe(true);
  });

  it('moves with the run', async () => {
    const server = await browser.serve();
    server.feed.read(until(5));
    const page = await browser.open(server.url);
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).toBe(returnAt(5));
    server.feed.send({ kind: 'reading', reading: syntheticReading(6, { returnMean: 222.2 }) });
    server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(6, 481.5) });
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).toBe('222.2');
    expect(await figure(page, 'Evaluation')).toBe('481.5');
    expect(await page.title()).toBe('481.5 · DQN on CartPole-v1');
    expect(await page.locator('#budget-text').innerText()).toMatch(
      /^89,\d{3} of 500,000 env steps \(18 %\) · 6.00 s/,
    );
    expect(await page.locator('#events li').first().innerText()).toMatch(/Evaluation 481.5/);
  });

  it('lists what happened, newest first, and no more than a hundred', async () => {
    const server = await browser.serve();
    for (let i = 0; i < 80; i++) {
      server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(i, i) });
      server.feed.send({ kind: 'incident', incident: syntheticCheckpoint(i + 0.5) });
    }
    const page = await browser.open(server.url);
    await expect.poll(() => page.locator('#events li').count(), EVENTUALLY).toBe(100);
    server.feed.send({ kind: 'incident', incident: syntheticRestart(80) });
    await expect
      .poll(() => page.locator('#events li').first().innerText(), EVENTUALLY)
      .toMatch(/Actor 1 restarted/);
    expect(await page.locator('#events li').count()).toBe(100);
    expect(await page.locator('#events li').nth(1).innerText()).toMatch(/Checkpoint/);
    expect(await page.locator('#announcement').innerText()).toMatch(/^Actor 1 restarted: heartbeat/);
  });

  it('moves one cursor through all charts, by keyboard', async () => {
    const server = await browser.serve();
    server.feed.read(until(10));
    server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(4, 300) });
    const page = await browser.open(server.url);
    const slider = page.getByRole('slider', { name: /^Return/ });
    await expect
      .poll(() => slider.getAttribute('aria-valuetext'), EVENTUALLY)
      .toMatch(/^10 s, .*evaluation 300.0/);
    await slider.press('Home');
    const said = await slider.getAttribute('aria-valuetext');
    expect(said).toBe(
      `0.50 s, 8,459 env steps: training mean ${returnAt(0.5)}, evaluation –, worst episode –, target 475.0`,
    );
    const steps = page.getByRole('slider', { name: /^Env steps/ });
    expect(await steps.getAttribute('aria-valuetext')).toBe('0.50 s, 8,459 env steps: env steps –');
    await slider.press('PageUp');
    expect(await steps.getAttribute('aria-valuenow')).toBe('10');
    // New readings leave it where the reader went.
    server.feed.send({ kind: 'reading', reading: syntheticReading(11, { returnMean: 123.4 }) });
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).toBe('123.4');
    expect(await steps.getAttribute('aria-valuenow')).toBe('10');
    await slider.press('Escape');
    await expect.poll(() => steps.getAttribute('aria-valuenow'), EVENTUALLY).toBe('20');
  });

  it('shows the values under the mouse in every chart', async () => {
    const server = await browser.serve();
    server.feed.read(until(10));
    const page = await browser.open(server.url);
    const plot = page.locator('.hero .u-over');
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).not.toBe('–');
    const { width, height } = (await plot.boundingBox())!;
    await plot.hover({ position: { x: width / 2, y: height / 2 } });
    const labels = page.locator('.cursor-label:visible');
    await expect
      .poll(async () => new Set(await labels.allInnerTexts()), EVENTUALLY)
      .toEqual(new Set(['5.00 s']));
    expect(await labels.count()).toBeGreaterThan(3);
  });

  it('lays the charts out across seconds or env steps', async () => {
    const server = await browser.serve();
    server.feed.read(until(10));
    const page = await browser.open(server.url);
    await page.getByRole('radio', { name: 'seconds' }).press('ArrowRight');
    const slider = page.getByRole('slider', { name: /^Return/ });
    await expect.poll(() => slider.getAttribute('aria-valuetext'), EVENTUALLY).toMatch(/^10 s/);
    await slider.press('End');
    await expect
      .poll(() => page.locator('.hero .cursor-label').innerText(), EVENTUALLY)
      .toBe('148,912 steps');
  });
});
