import type { Page } from 'playwright-core';

/** Patience with what a page shows in its own time: `expect.poll(…, EVENTUALLY)`. Long, for a machine that does other things too. */
export const EVENTUALLY = { timeout: 20_000, interval: 50 };

type ClearRect = (this: CanvasRenderingContext2D, ...area: number[]) => void;

/** How often the chart of the return has been drawn, from the next page load on. */
export async function countDrawings(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counter = window as unknown as { numDrawings: number };
    counter.numDrawings = 0;
    // Every drawing of a chart begins with a clear canvas.
    const pens = CanvasRenderingContext2D.prototype as unknown as { clearRect: ClearRect };
    const { clearRect } = pens;
    pens.clearRect = function (...area) {
      if (this.canvas.closest('.hero')) counter.numDrawings++;
      clearRect.apply(this, area);
    };
  });
  return () => page.evaluate(() => (window as unknown as { numDrawings: number }).numDrawings);
}

/** States of all the event streams that a page has opened, the oldest first, from the next page load on. */
export async function watchConnections(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const sources: EventSource[] = [];
    const Native = EventSource;
    const Watched = class extends Native {
      constructor(url: string) {
        super(url);
        sources.push(this);
      }
    };
    Object.assign(window, { EventSource: Watched, sources });
  });
  return () =>
    page.evaluate(() =>
      (window as unknown as { sources: EventSource[] }).sources.map(
        ({ readyState }) => ['connecting', 'open', 'closed'][readyState]!,
      ),
    );
}

/** Pixels of a chart that have about the colour of a custom property of the page. */
export function pixelsOf(page: Page, chart: string, color: string): Promise<number> {
  return page.locator(`section.chart[aria-label="${chart}"] canvas`).evaluate((element, name) => {
    const canvas = element as HTMLCanvasElement;
    const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const wanted = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    // A copy: to be read, a canvas would go from the graphics card into memory.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
      willReadFrequently: true,
    })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const isNear = wanted.every((channel, i) => Math.abs(channel - data[at + i]!) < 12);
      if (isNear && data[at + 3]! > 200) count++;
    }
    return count;
  }, color);
}

/** The text of one of the numbers that come first. */
export const figure = (page: Page, label: string): Promise<string> =>
  page
    .locator('#figures > div', { hasText: new RegExp(`^${label}`) })
    .locator('.value')
    .innerText();
