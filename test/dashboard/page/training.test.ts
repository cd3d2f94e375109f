import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { POLICY_VERSION_HEADER } from '../../../src/dashboard/protocol.js';
import { said } from '../../cli/support/page.js';
import { startCli } from '../../support/cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { describeInBrowser } from './support/browser.js';
import { EVENTUALLY, figure, pixelsOf } from './support/observe.js';

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//;
const folder = temporaryFolder();

/** A figure of the environment that is played. */
const played = async (page: Page, name: string): Promise<number> =>
  Number(await page.locator('#play').getAttribute(`data-${name}`));

describeInBrowser('the page of a real run', (browser) => {
  it('shows training until CartPole is solved; then its pole is balanced, and stays so when it is pushed', async () => {
    // Met when each of a hundred episodes lasts to its end: then chance has no part in what follows.
    const settings = [
      '--seed',
      '1',
      '--target-return',
      '500',
      '--metrics-port',
      '0',
      '--out',
      join(folder, 'run'),
    ];
    const { child } = startCli(['train', '--watch', ...settings]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const page = await browser.open(await said(child, ADDRESS));
    expect(await page.locator('h1').innerText()).toBe('DQN on CartPole-v1');

    await expect
      .poll(() => page.locator('#state').innerText(), EVENTUALLY)
      .toMatch(/^Solved in \d+\.\d\d s$/);
    expect(await page.locator('#state-detail').innerText()).toBe('after 12,288 env steps');
    await expect.poll(() => figure(page, 'Evaluation'), EVENTUALLY).toBe('500.0');
    expect(await figure(page, 'Env steps')).toMatch(/^\d/);
    expect(await page.title()).toBe('✓ 500.0 · DQN on CartPole-v1');
    await expect.poll(() => pixelsOf(page, 'Return', 'blue'), EVENTUALLY).toBeGreaterThan(300);
    expect(await pixelsOf(page, 'Return', 'orange')).toBeGreaterThan(20);
    expect(await page.locator('#events li[data-kind=checkpoint]').count()).toBeGreaterThan(0);

    // An episode of the newest weights, from its beginning, four times as fast as time goes.
    await expect.poll(() => page.locator('#play').getAttribute('data-state'), EVENTUALLY).toBe('playing');
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
    const { headers } = await fetch(new URL('/api/weights/newest', page.url()));
    const newest = Number(headers.get(POLICY_VERSION_HEADER));
    await expect.poll(() => played(page, 'version'), EVENTUALLY).toBe(newest);
    const before = await played(page, 'episode');
    await page.getByRole('button', { name: 'New episode' }).click();
    await expect.poll(() => played(page, 'episode'), EVENTUALLY).toBeGreaterThan(before);
    const episode = await played(page, 'episode');
    await expect.poll(() => played(page, 'steps'), EVENTUALLY).toBeGreaterThan(50);
    await page.getByRole('button', { name: /Push right/ }).click();
    // Whichever episode the push came in: neither this one nor the next ends before its time.
    for (const finished of [episode, episode + 1]) {
      await expect.poll(() => played(page, 'episode'), EVENTUALLY).toBeGreaterThan(finished);
      expect(await played(page, 'last-return')).toBe(500);
    }
  });
});
