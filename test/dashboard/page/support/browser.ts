import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { serveScript, type ScriptedServer, type ServeOptions } from './page-server.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Set it where a missing browser is to fail the tests, not to skip them. */
const IS_REQUIRED = (process.env['REQUIRE_CHROMIUM'] ?? '') !== '';

const executablePath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

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

/** A suite in a browser; skipped, with a printed reason, where there is none. */
export function describeInBrowser(name: string, suite: (browser: BrowserUnderTest) => void): void {
  const isSkipped = executablePath === undefined && !IS_REQUIRED;
  if (isSkipped) console.warn(`no ${NAMES.join(' or ')} on PATH: '${name}' is skipped`);
  describe.skipIf(isSkipped)(name, () => {
    let browser: Browser;
    let problems: string[] = [];
    let servers: ScriptedServer[] = [];

    beforeAll(async () => {
      expect(executablePath, `one of ${NAMES.join(', ')} on PATH`).toBeDefined();
      // Chromium refuses its sandbox to root.
      const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      browser = await chromium.launch({ executablePath: executablePath!, args });
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
