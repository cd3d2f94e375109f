import { expect, it } from 'vitest';
import { EMPTY_HISTORY } from '../../../src/dashboard/history.js';
import { describeInBrowser } from './support/browser.js';
import { EVENTUALLY, figure, watchConnections } from './support/observe.js';
import { ScriptedFeed } from './support/scripted-feed.js';
import { DQN_RUN, syntheticEvaluation, syntheticReading } from './support/synthetic-run.js';

describeInBrowser('the connection to a run', (browser) => {
  const state = '#state';

  it('says that the server is gone, and comes back to it by itself', async () => {
    const server = await browser.serve();
    server.feed.read([1, 2]);
    const page = await browser.newPage({ mayFail: true });
    await page.clock.install();
    await page.goto(server.url);
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Running');
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).not.toBe('–');
    // From here on, no time passes that would tell.
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
    await server.close();
    await expect
      .poll(() => page.locator(state).innerText(), EVENTUALLY)
      .toBe('Connection lost, reconnecting');
    await page.clock.resume();
    expect(await page.locator('#state-detail').innerText()).toBe('Last heard of after 2.00 s.');
    expect(await page.title()).toMatch(/^… /);
    // What was heard of the run stays on the page.
    expect(await figure(page, 'Return')).not.toBe('–');
    server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(3, 412) });
    await browser.serve({ feed: server.feed, port: server.port });
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Running');
    // What was missed comes with the connection.
    await expect.poll(() => figure(page, 'Evaluation'), EVENTUALLY).toBe('412.0');
    expect(await page.title()).toMatch(/^412.0 · /);
    expect(await page.locator('#events li').count()).toBe(1);
  });

  it('shows the run that has taken over the address', async () => {
    const server = await browser.serve();
    server.feed.read([1, 2]);
    const page = await browser.open(server.url, { mayFail: true });
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Running');
    await server.close();
    const other = new ScriptedFeed({ ...DQN_RUN, name: 'other', algorithm: 'ppo', startedAtMilliseconds: 1 });
    await browser.serve({ feed: other, port: server.port });
    await expect.poll(() => page.locator('h1').innerText(), EVENTUALLY).toBe('PPO on CartPole-v1');
    expect(await figure(page, 'Return')).toBe('–');
  });

  it('asks for a run until there is one', async () => {
    const page = await browser.newPage({ mayFail: true });
    const server = await browser.serve();
    await page.route('**/api/run', (route) => route.fulfill({ status: 503, json: DQN_RUN }), { times: 1 });
    await page.goto(server.url);
    await expect
      .poll(() => page.locator(state).innerText(), EVENTUALLY)
      .toBe('Connection lost, reconnecting');
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Running');
  });

  it('waits where too many read already', async () => {
    const server = await browser.serve({ limits: { maxReaders: 1 } });
    const first = await browser.open(server.url);
    await expect.poll(() => first.locator(state).innerText(), EVENTUALLY).toBe('Running');
    const second = await browser.newPage({ mayFail: true });
    const connections = await watchConnections(second);
    await second.clock.install();
    await second.goto(server.url);
    await expect.poll(connections, EVENTUALLY).toEqual(['closed']);
    expect(await second.locator(state).innerText()).toBe('Connection lost, reconnecting');
    await first.close();
    await second.clock.runFor(3_000);
    expect(await connections()).toHaveLength(2);
    await expect.poll(() => second.locator(state).innerText(), EVENTUALLY).toBe('Running');
  });

  it('makes another connection after a long silence, and no fuss about it', async () => {
    const server = await browser.serve();
    server.feed.read([1, 2]);
    const page = await browser.newPage();
    const connections = await watchConnections(page);
    await page.clock.install();
    await page.goto(server.url);
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Running');
    await page.clock.runFor(14_000);
    expect(await connections()).toEqual(['open']);
    await page.clock.runFor(2_000);
    expect(await page.locator(state).innerText()).toBe('Running');
    await expect.poll(connections, EVENTUALLY).toEqual(['closed', 'open']);
  });

  it('says so when nobody answers, not even with a refusal', async () => {
    const server = await browser.serve();
    const page = await browser.newPage({ mayFail: true });
    await page.route('**/api/events', () => undefined);
    await page.clock.install();
    await page.goto(server.url);
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Connecting');
    await page.clock.runFor(16_000);
    expect(await page.locator(state).innerText()).toBe('Connection lost, reconnecting');
  });

  it.each([
    ['solved', 'Solved in 42 s', 'after 630,000 env steps', 'good'],
    ['not-solved', 'Over, target missed', 'the last line', 'over'],
    ['finished', 'Over', 'the last line', 'over'],
    ['stopped', 'Stopped', 'the last line', 'over'],
    ['failed', 'Failed', 'the last line', 'bad'],
  ] as const)('shows that a run has ended: %s', async (outcome, label, detail, tone) => {
    const server = await browser.serve();
    server.feed.read([1, 2]);
    server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(42, 480) });
    const page = await browser.newPage();
    const connections = await watchConnections(page);
    await page.goto(server.url);
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Running');
    server.feed.send({ kind: 'ending', ending: { outcome, message: 'the last line' } });
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe(label);
    expect(await page.locator('#state-detail').innerText()).toBe(detail);
    expect(await page.locator(state).getAttribute('data-tone')).toBe(tone);
    expect(await page.locator('#events li').first().innerText()).toMatch(/the last line/);
    await expect
      .poll(() => page.locator('.figure .note').nth(3).innerText(), EVENTUALLY)
      .toMatch(/mean of the run/);
    // A server that goes with its run changes nothing, and is not looked for.
    expect(await connections()).toEqual(['open']);
    await server.close();
    await expect.poll(connections, EVENTUALLY).toEqual(['closed']);
    expect(await page.locator(state).innerText()).toBe(label);
  });

  it('shows a run that left no ending', async () => {
    const readings = [syntheticReading(1), syntheticReading(2)];
    const server = await browser.serve({
      feed: new ScriptedFeed(DQN_RUN, { ...EMPTY_HISTORY, readings, isLive: false }),
    });
    const page = await browser.open(server.url);
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Over');
    expect(await page.locator('#state-detail').innerText()).toMatch(/killed/);
  });

  it('survives messages that make no sense', async () => {
    const server = await browser.serve();
    server.feed.read([1, 2]);
    const page = await browser.open(server.url);
    await expect.poll(() => page.locator(state).innerText(), EVENTUALLY).toBe('Running');
    for (const content of [undefined, null, 7, [], {}, { isLive: 1 }, { readings: 'none', isLive: 'no' }]) {
      for (const kind of ['history', 'reading', 'evaluation', 'incident', 'ending', 'weather']) {
        server.feed.broadcast({ kind, [kind]: content });
      }
    }
    server.feed.broadcast({ kind: 'reading', reading: { ...syntheticReading(3), returnMean: 'high' } });
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).toBe('–');
    server.feed.read([4]);
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).not.toBe('–');
    expect(await page.locator(state).innerText()).toBe('Running');
    expect(await page.locator('#events li').count()).toBe(0);
  });
});
