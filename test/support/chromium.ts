import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Set where tests in a browser are to fail rather than to be skipped. */
const REQUIRED = 'REQUIRE_CHROMIUM';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser that the pages are tested with; undefined, and why it is printed, where there is none: an error if it is required. */
export const CHROMIUM = findChromium();

/** Starts it, without a window. The caller closes it. */
export function launchChromium(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('expected a Chromium on the PATH, got none');
  // Root, as which containers run, has no sandbox; what it shows is our own page.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const path of folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there: look on.
    }
  }
  if (process.env[REQUIRED])
    throw new Error(`${REQUIRED} is set: expected one of ${NAMES.join(', ')} on the PATH`);
  console.warn(`Skipped, as none of ${NAMES.join(', ')} is on the PATH: tests of pages in a browser.`);
  return undefined;
}
