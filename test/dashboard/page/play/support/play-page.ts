import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Play } from '../../../../../src/dashboard/page/play/play.js';
import type { RunMessage } from '../../../../../src/dashboard/protocol.js';

/** How long a page may take to get somewhere: only to fail with a message instead of hanging. */
const PATIENCE_MILLISECONDS = 30_000;

/** A page that plays, open in a browser, with what it has to say to a test. */
export class PlayPage {
  /** Errors that the page threw or printed, and what it asked of others than its server. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly address: string,
  ) {
    page.setDefaultTimeout(PATIENCE_MILLISECONDS);
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) this.complaints.push(`asked for ${request.url()}`);
    });
  }

  static async open(
    browser: Browser,
    address: string,
    options: BrowserContextOptions = {},
  ): Promise<PlayPage> {
    const viewport = { width: 800, height: 700 };
    const playPage = new PlayPage(await browser.newPage({ viewport, ...options }), address);
    await playPage.page.goto(address);
    return playPage;
  }

  /** A data attribute of the section. */
  async data(name: string): Promise<string | undefined> {
    return this.page.locator('#play').evaluate((section: HTMLElement, key) => section.dataset[key], name);
  }

  async number(name: string): Promise<number> {
    return Number(await this.data(name));
  }

  /** Waits until a data attribute of the section is this. */
  async until(name: string, value: string | number): Promise<void> {
    await this.page.waitForFunction(
      ([key, wanted]) => document.getElementById('play')!.dataset[key!] === wanted,
      [name, String(value)],
    );
  }

  /** Waits until a number among the data attributes of the section is no less than this. */
  async untilAtLeast(name: string, least: number): Promise<void> {
    await this.page.waitForFunction(
      ([key, bound]) => Number(document.getElementById('play')!.dataset[key]) >= bound,
      [name, least] as const,
    );
  }

  /** Waits until the line that says how it goes reads like this. */
  async untilStateReads(pattern: RegExp): Promise<void> {
    await this.page.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector('.play-state')!.textContent),
      pattern.source,
    );
  }

  /** Lets the browser draw so many frames. */
  async frames(count: number): Promise<void> {
    await this.page.evaluate(async (numFrames) => {
      for (let i = 0; i < numFrames; i++) await new Promise(requestAnimationFrame);
    }, count);
  }

  /** What is on the canvas, to be compared. */
  picture(): Promise<string> {
    return this.page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  }

  /** How many pixels of the canvas have exactly this colour. */
  pixelsOf(red: number, green: number, blue: number): Promise<number> {
    return this.page.locator('canvas').evaluate(
      (canvas: HTMLCanvasElement, [r, g, b]) => {
        // Read from a copy: a browser complains of a canvas that it draws fast and is to read too.
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) count++;
        }
        return count;
      },
      [red, green, blue] as const,
    );
  }

  /** Says to the page what its server could have said. */
  async tell(message: RunMessage): Promise<void> {
    await this.page.evaluate((told) => (globalThis as unknown as { play: Play }).play.receive(told), message);
  }

  async dispose(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as { play: Play }).play.dispose());
  }

  /** Makes the page believe that it is hidden, or seen again. */
  async hide(isHidden: boolean): Promise<void> {
    await this.page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  }

  text(selector: string): Promise<string> {
    return this.page.locator(selector).innerText();
  }

  button(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
