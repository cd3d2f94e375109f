import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';
import { contrasts } from './support/contrast.js';
import { EVENTUALLY, figure, pixelsOf } from './support/observe.js';
import { syntheticCheckpoint, syntheticEvaluation, syntheticRestart } from './support/synthetic-run.js';

const PHONE = { width: 360, height: 740 };
const THEMES = ['light', 'dark'] as const;

describeInBrowser('the looks of the page', (browser) => {
  /** A run with something of everything. */
  const serveRun = async () => {
    const server = await browser.serve();
    server.feed.read(Array.from({ length: 60 }, (_, i) => i + 1));
    server.feed.send({ kind: 'evaluation', evaluation: syntheticEvaluation(10, 480) });
    server.feed.send({ kind: 'incident', incident: syntheticCheckpoint(20) });
    server.feed.send({ kind: 'incident', incident: syntheticRestart(30) });
    return server;
  };

  it.each(THEMES)('follows a system that is %s', async (colorScheme) => {
    const server = await serveRun();
    const page = await browser.open(server.url, { colorScheme });
    await expect.poll(() => pixelsOf(page, 'Return', 'blue'), EVENTUALLY).toBeGreaterThan(300);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe({ light: 'rgb(244, 245, 247)', dark: 'rgb(13, 17, 23)' }[colorScheme]);
    await page.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'light' : 'dark' });
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor), EVENTUALLY)
      .not.toBe(ground);
    // Charts are drawn anew, in the other blue.
    await expect.poll(() => pixelsOf(page, 'Return', 'blue'), EVENTUALLY).toBeGreaterThan(300);
  });

  it('remembers the theme that was chosen', async () => {
    const server = await serveRun();
    const page = await browser.open(server.url, { colorScheme: 'light' });
    const toggle = page.getByRole('button', { name: 'Dark colours' });
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    await toggle.click();
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    await page.reload();
    await expect.poll(() => toggle.getAttribute('aria-pressed'), EVENTUALLY).toBe('true');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });

  it.each(THEMES)('has text that can be read, by WCAG AA, when it is %s', async (colorScheme) => {
    const server = await serveRun();
    const page = await browser.open(server.url, { colorScheme });
    await expect.poll(() => figure(page, 'Return'), EVENTUALLY).not.toBe('–');
    const { text, marks } = await contrasts(page);
    expect(text.length).toBeGreaterThan(50);
    expect(text.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect(marks.filter(({ ratio }) => ratio < 3)).toEqual([]);
  });

  it.each(THEMES)('fits a phone without scrolling sideways, when it is %s', async (colorScheme) => {
    const server = await serveRun();
    const page = await browser.open(server.url, { colorScheme, viewport: PHONE, hasTouch: true });
    await expect.poll(() => pixelsOf(page, 'Return', 'blue'), EVENTUALLY).toBeGreaterThan(100);
    const widths = await page.evaluate(() =>
      Array.from(document.querySelectorAll('body *'), (element) => ({
        element: `${element.tagName} ${element.className}`,
        right: element.getBoundingClientRect().right,
      })).filter(({ right }) => right > innerWidth + 0.5),
    );
    expect(widths).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  });

  it('is walked through by keyboard from top to bottom, and shows where one is', async () => {
    const server = await serveRun();
    const page = await browser.open(server.url);
    await expect.poll(() => pixelsOf(page, 'Return', 'blue'), EVENTUALLY).toBeGreaterThan(300);
    // Until something is played there is nothing to push, and the buttons are no stops.
    await page.locator('#play[data-state=playing]').waitFor();
    const stops: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement!;
        if (element === document.body) return '';
        // A radio button is drawn as the text beside it.
        const drawn = element.matches('input') ? element.nextElementSibling! : element;
        const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
        return `${outlineStyle} ${outlineWidth} ${element.id || (element.ariaLabel ?? element.textContent).trim()}`;
      });
      if (stop === '') break;
      stops.push(stop);
    }
    const unseen = stops.filter((stop) => !stop.startsWith('solid 2px'));
    expect(unseen).toEqual([]);
    const names = stops.map((stop) => stop.replace('solid 2px ', ''));
    const order = [
      'Skip to the charts',
      'theme',
      /^Return/,
      /played by the policy/,
      /Push left/,
      'events',
      /^Env steps/,
      /^Learner /,
      /^Loss/,
    ];
    const places = order.map((name) =>
      names.findIndex((stop) => (typeof name === 'string' ? stop === name : name.test(stop))),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('leads past everything to the charts', async () => {
    const server = await serveRun();
    const page = await browser.open(server.url);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('charts');
  });

  it('keeps still for who wants that', async () => {
    const server = await serveRun();
    const page = await browser.open(server.url, { reducedMotion: 'reduce' });
    await page.locator('#play[data-state=paused]').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
