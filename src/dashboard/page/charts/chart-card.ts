import type { Reading } from '../../protocol.js';
import { create, setText } from '../element.js';
import { formatCount, formatSeconds } from '../format.js';
import type { ChartSpec } from './chart-spec.js';
import { columnsOf, hasFigures } from './columns.js';
import type { Frame } from './frame.js';
import { steppedBy } from './keys.js';
import { Legend } from './legend.js';
import type { Overlay } from './overlay.js';
import type { Palette } from './palette.js';
import { Plot } from './plot.js';

/** What only some charts have. */
export interface ChartExtras {
  readonly overlay?: Overlay;
  /** Stands in the head of the chart. */
  readonly control?: HTMLElement;
}

/**
 * A chart with its title, its legend and its drawing, which is made when the chart first comes into view.
 *
 * To a keyboard and a screen reader it is a slider over the moments of the run, which says the values there.
 */
export class ChartCard {
  readonly element: HTMLElement;
  readonly #spec: ChartSpec;
  readonly #overlay: Overlay | undefined;
  readonly #palette: () => Palette;
  readonly #legend: Legend;
  readonly #target = create('div', 'plot');
  readonly #cursorLabel = create('span', 'cursor-label');
  readonly #waiting = create('span', 'waiting', 'No readings yet');
  #plot: Plot | undefined;
  #frame: Frame | undefined;
  /** The moment under the cursor. */
  #cursor: number | null = null;
  /** Where the reader went by keyboard: new readings do not move it. */
  #held: number | null = null;

  constructor(
    spec: ChartSpec,
    palette: () => Palette,
    level: 'h2' | 'h3',
    { overlay, control }: ChartExtras = {},
  ) {
    this.#spec = spec;
    this.#overlay = overlay;
    this.#palette = palette;
    this.#legend = new Legend(spec, overlay);
    this.#cursorLabel.hidden = true;
    this.#waiting.hidden = true;
    this.#cursorLabel.ariaHidden = 'true';
    this.#target.append(this.#waiting, this.#cursorLabel);
    const heading = create(level, '', spec.title, ' ', create('small', '', spec.unit));
    const head = create('div', 'chart-head', heading, ...(control ? [control] : []), this.#legend.element);
    this.element = create('section', 'card chart', head, this.#target);
    this.element.ariaLabel = spec.title;
    this.#makeSlider();
    this.repaint();
    new ResizeObserver(([entry]) => {
      if (entry) this.#plot?.resize(entry.contentRect.width, entry.contentRect.height);
    }).observe(this.#target);
  }

  /** Whether a frame has anything for this chart. */
  hasFigures({ moments }: Frame): boolean {
    return hasFigures(columnsOf(this.#spec, moments));
  }

  show(frame: Frame): void {
    this.#frame = frame;
    this.#waiting.hidden = frame.moments.length > 0;
    if (this.#plot) this.#plot.show(frame);
    else {
      const { overlay, palette, spec } = { overlay: this.#overlay, palette: this.#palette, spec: this.#spec };
      const onCursor = (index: number | null): void => this.#follow(index);
      this.#plot = new Plot(this.#target, { spec, overlay, palette, onCursor }, frame);
    }
    this.#say();
  }

  /** Once all charts have a frame: takes the cursor back to where the reader went with it. */
  holdCursor(): void {
    if (this.#held !== null) this.#plot?.moveCursor(this.#held);
  }

  /** Takes on the colours of the moment. */
  repaint(): void {
    this.#legend.paint(this.#palette());
    this.#plot?.redraw();
  }

  #makeSlider(): void {
    const target = this.#target;
    target.tabIndex = 0;
    target.role = 'slider';
    target.ariaLabel = `${`${this.#spec.title} ${this.#spec.unit}`.trim()}: arrow keys move through the run`;
    target.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !this.#frame) return;
      const moved = steppedBy(event.key, this.#cursor, this.#frame.moments.length);
      if (moved === undefined) return;
      event.preventDefault();
      this.#held = moved;
      this.#plot?.moveCursor(moved);
    });
    target.addEventListener('blur', () => {
      if (this.#held === null) return;
      this.#held = null;
      this.#plot?.moveCursor(null);
    });
  }

  #follow(index: number | null): void {
    if (index === this.#cursor) return;
    this.#cursor = index;
    this.#say();
  }

  /** The legend, the label at the cursor and what a screen reader is told: of the cursor's moment, or else of the newest. */
  #say(): void {
    const frame = this.#frame;
    if (!frame || !this.#plot) return;
    const last = frame.moments.length - 1;
    const index = Math.min(this.#cursor ?? last, last);
    const values = this.#legend.show(frame, this.#cursor === null ? null : index);
    const moment = frame.moments[index]?.reading;
    const when = moment
      ? `${formatSeconds(moment.timeSeconds)}, ${formatCount(moment.envSteps)} env steps`
      : '';
    this.#target.ariaValueMin = '0';
    this.#target.ariaValueMax = String(Math.max(last, 0));
    this.#target.ariaValueNow = String(Math.max(index, 0));
    this.#target.ariaValueText = moment ? `${when}: ${values}` : 'no readings yet';
    this.#cursorLabel.hidden = this.#cursor === null;
    if (this.#cursorLabel.hidden) return;
    setText(this.#cursorLabel, moment ? nameOn(frame, moment) : '');
    const room = this.#target.clientWidth - this.#cursorLabel.offsetWidth;
    const left = this.#plot.leftOf(index) - this.#cursorLabel.offsetWidth / 2;
    this.#cursorLabel.style.transform = `translateX(${Math.max(0, Math.min(room, left))}px)`;
  }
}

/** A moment as its axis has it. */
const nameOn = ({ axis }: Frame, { timeSeconds, envSteps }: Reading): string =>
  axis === 'seconds' ? formatSeconds(timeSeconds) : `${formatCount(envSteps)} steps`;
