import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { CHROMIUM, launchChromium } from '../../../support/chromium.js';
import { serveScript, type ScriptedServer, type ServeOptions } from './page-server.js';

/** Runs on a server, and pages of a headless Chromium, each with storage of its own. All are closed after the test. */
export interface BrowserUnderTest {
  serve(options?: ServeOptions): Promise<ScriptedServer>;
  /**
   * Goes to an address. The test fails afterwards if the page has logged an error, broken its security policy, or asked
   * for anything from elsewhere or in vain, unless `mayFail`.
   */
  open(url: string, options?: BrowserContextOptions & { readonly mayFail?: boolean }): Promise<Page>;
  /** A page that is not yet anywhere. */
  newPage(options?: BrowserContextOptions & { readonly mayFail?: boolean }): Promise<Page>;
}

/** A suite in a browser; skipped where there is none. */
export function describeInBrowser(name: string, suite: (browser: BrowserUnderTest) => void): void {
  describe.skipIf(CHROMIUM === undefined)(name, () => {
    let browser: Browser;
    let problems: string[] = [];
    let servers: ScriptedServer[] = [];

    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser.close();
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await Promise.all(servers.map((server) => server.close()));
      servers = [];
      const found = problems;
      problems = [];
      expect(found).toEqual([]);
    });

    const newPage: BrowserUnderTest['newPage'] = async ({ mayFail = false, ...options } = {}) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      watch(page, mayFail, (problem) => problems.push(problem));
      return page;
    };
    suite({
      newPage,
      serve: async (options) => {
        const server = await serveScript(options);
        servers.push(server);
        return server;
      },
      open: async (url, options) => {
        const page = await newPage(options);
        await page.goto(url);
        return page;
      },
    });
  });
}

/** A broken policy is an error on the console, too. */
function watch(page: Page, mayFail: boolean, report: (problem: string) => void): void {
  page.on('pageerror', (error) => report(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const isOwn =
      page.url() === 'about:blank' || new URL(request.url()).origin === new URL(page.url()).origin;
    if (!isOwn) report(`asked elsewhere: ${request.url()}`);
  });
  page.on('console', (message) => {
    const isFailure = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !(mayFail && isFailure)) report(message.text());
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // What a page has begun to load ends with it.
    if (!mayFail && reason !== 'net::ERR_ABORTED') report(`${request.url()}: ${reason}`);
  });
}
