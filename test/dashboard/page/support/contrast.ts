import type { Page } from 'playwright-core';

/** A pair of colours that meet on the page. */
export interface Contrast {
  readonly what: string;
  readonly ratio: number;
}

/**
 * Contrast of every visible text with its ground, and of the charts' colours with that of their cards: WCAG 2.2, "contrast ratio".
 */
export function contrasts(page: Page): Promise<{ text: Contrast[]; marks: Contrast[] }> {
  return page.evaluate(() => {
    const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
    const channelsOf = (color: string): number[] => {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      return [...pen.getImageData(0, 0, 1, 1).data].map((channel) => channel / 255);
    };
    const luminance = (color: string): number => {
      const [red, green, blue] = channelsOf(color).map((c) =>
        c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    };
    const ratioOf = (a: string, b: string): number => {
      const [less, more] = [luminance(a), luminance(b)].sort((x, y) => x - y);
      return (more! + 0.05) / (less! + 0.05);
    };
    const groundOf = (element: Element): string => {
      const { backgroundColor } = getComputedStyle(element);
      if (channelsOf(backgroundColor)[3] === 1) return backgroundColor;
      return element.parentElement ? groundOf(element.parentElement) : 'white';
    };
    const isText = (node: Node): boolean =>
      node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '';
    const text = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.checkVisibility() && [...element.childNodes].some(isText))
      .map((element) => ({
        what: `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`,
        ratio: ratioOf(getComputedStyle(element).color, groundOf(element)),
      }));
    const root = getComputedStyle(document.documentElement);
    const card = root.getPropertyValue('--card');
    const names = ['blue', 'orange', 'green', 'purple', 'sky', 'gray', 'bad', 'accent', 'control-edge'];
    const marks = names.map((what) => ({ what, ratio: ratioOf(root.getPropertyValue(`--${what}`), card) }));
    return { text, marks };
  });
}
