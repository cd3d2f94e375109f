import { create } from '../element.js';
import { CHART_GROUPS, RETURN_CHART } from './catalogue.js';
import { ChartCard } from './chart-card.js';
import type { Frame } from './frame.js';
import { readPalette } from './palette.js';
import { RETURN_OVERLAY } from './return-overlay.js';

/** Charts are drawn a little before they are scrolled into view. */
const MARGIN = '200px';

interface Group {
  readonly element: HTMLElement;
  readonly cards: readonly ChartCard[];
}

/** All charts of the page. Those whose figures the run does not have stay away, those out of view are not drawn. */
export class Board {
  readonly #groups: readonly Group[];
  readonly #cards: readonly ChartCard[];
  readonly #hero: ChartCard;
  readonly #inView = new Set<Element>();
  readonly #viewport: IntersectionObserver;
  #palette = readPalette();
  #frame: Frame | undefined;

  /**
   * @param hero - gets the chart of the return
   * @param control - of all charts; moves into the head of that one
   * @param details - gets the groups of the other charts
   */
  constructor(hero: HTMLElement, control: HTMLElement, details: HTMLElement) {
    const palette = () => this.#palette;
    this.#viewport = new IntersectionObserver((entries) => this.#scrolled(entries), { rootMargin: MARGIN });
    this.#hero = new ChartCard(RETURN_CHART, palette, 'h2', { overlay: RETURN_OVERLAY, control });
    hero.append(this.#hero.element);
    this.#groups = CHART_GROUPS.map(({ title, isWide, charts }) => {
      const cards = charts.map((spec) => new ChartCard(spec, palette, 'h3'));
      const grid = create('div', isWide ? 'grid wide' : 'grid', ...cards.map(({ element }) => element));
      const element = create('section', 'group', create('h2', '', title), grid);
      element.ariaLabel = title;
      details.append(element);
      return { element, cards };
    });
    this.#cards = [this.#hero, ...this.#groups.flatMap(({ cards }) => cards)];
    for (const { element } of this.#cards) {
      element.hidden = element !== this.#hero.element;
      this.#viewport.observe(element);
    }
    for (const { element } of this.#groups) element.hidden = true;
  }

  show(frame: Frame): void {
    this.#frame = frame;
    for (const { element, cards } of this.#groups) {
      for (const card of cards) card.element.hidden = !card.hasFigures(frame);
      element.hidden = cards.every((card) => card.element.hidden);
    }
    for (const card of this.#cards) if (this.#inView.has(card.element)) card.show(frame);
    for (const card of this.#cards) card.holdCursor();
  }

  /** Takes on the colours of the theme of the moment. */
  repaint(): void {
    this.#palette = readPalette();
    for (const card of this.#cards) card.repaint();
  }

  #scrolled(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) {
        this.#inView.delete(target);
        continue;
      }
      this.#inView.add(target);
      const card = this.#cards.find(({ element }) => element === target);
      if (card && this.#frame) card.show(this.#frame);
    }
  }
}
