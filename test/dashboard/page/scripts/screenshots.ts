// The pictures of the live page in docs/images, of real runs: `npm run screenshots`.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { said } from '../../../cli/support/page.js';
import { launchChromium } from '../../../support/chromium.js';
import { startCli } from '../../../support/cli.js';
import { encodePng } from './encode-png.js';

const IMAGES = 'docs/images';
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//;

interface Picture {
  readonly name: string;
  /** Its directory. */
  readonly run: string;
  readonly options: BrowserContextOptions;
  readonly train: readonly string[];
  /** What the state of the page says when it is time. */
  readonly state: RegExp;
  /** What stands at the top; the page's own top unless given. */
  readonly from?: string;
  /** Return of the last episode that was played, and step of the next, that are waited for. */
  readonly played: { readonly lastReturn: number; readonly step: number };
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const SOLVED = ['--seed', '1', '--target-return', '500'];
/** No policy gets a return of 501, and so this goes on. */
const ENDLESS = ['--algo', 'impala', '--seed', '2', '--target-return', '501', '--steps', '20000000'];

const PICTURES: readonly Picture[] = [
  {
    name: 'live-light',
    run: 'CartPole-v1-dqn-1',
    options: { viewport: DESKTOP, colorScheme: 'light' },
    train: SOLVED,
    state: /^Solved/,
    played: { lastReturn: 500, step: 200 },
  },
  {
    name: 'live-dark',
    run: 'CartPole-v1-impala-2',
    options: { viewport: DESKTOP, colorScheme: 'dark' },
    train: ENDLESS,
    state: /^Running/,
    played: { lastReturn: 100, step: 200 },
  },
  {
    name: 'live-phone',
    run: 'CartPole-v1-dqn-1-phone',
    options: { viewport: PHONE, colorScheme: 'light', hasTouch: true, isMobile: true },
    train: SOLVED,
    state: /^Solved/,
    from: '#hero',
    played: { lastReturn: 500, step: 200 },
  },
];

async function take(
  browser: Browser,
  { name, run, options, train, state, from, played }: Picture,
  folder: string,
): Promise<void> {
  const { child } = startCli([
    'train',
    '--watch',
    '--metrics-port',
    '0',
    '--out',
    join(folder, run),
    ...train,
  ]);
  const ended = once(child, 'close');
  try {
    const page = await browser.newPage(options);
    await page.goto(await said(child, ADDRESS));
    await page.locator('#state-label', { hasText: state }).waitFor();
    if (from !== undefined) await page.locator(from).evaluate((element) => element.scrollIntoView());
    await page.waitForFunction(({ lastReturn, step }) => {
      const { dataset } = document.getElementById('play')!;
      return (
        Number(dataset['lastReturn']) >= lastReturn &&
        Number(dataset['steps']) >= step &&
        Number(dataset['steps']) < 2 * step
      );
    }, played);
    writeFileSync(join(IMAGES, `${name}.png`), await picture(page));
    await page.context().close();
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** What the page looks like, as a small file. */
async function picture(page: Page): Promise<Buffer> {
  const shot = (await page.screenshot()).toString('base64');
  // The browser that made the file reads it, too.
  const { width, pixels } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    pen.drawImage(bitmap, 0, 0);
    const { data } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = '';
    for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
    return { width: bitmap.width, pixels: btoa(text) };
  }, shot);
  return encodePng(Buffer.from(pixels, 'base64'), width);
}

const folder = mkdtempSync(join(tmpdir(), 'manyhands-screenshots-'));
mkdirSync(IMAGES, { recursive: true });
const browser = await launchChromium();
try {
  for (const picture of PICTURES) await take(browser, picture, folder);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
