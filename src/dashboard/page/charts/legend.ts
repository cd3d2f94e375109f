import { create, setText } from '../element.js';
import { newestFigure } from './columns.js';
import type { ChartSpec } from './chart-spec.js';
import type { Frame } from './frame.js';
import type { Overlay } from './overlay.js';
import type { Palette } from './palette.js';

interface Entry {
  readonly row: HTMLElement;
  readonly swatch: HTMLElement;
  readonly value: HTMLElement;
}

/** The series of a chart with their colours, and their values at a moment. */
export class Legend {
  readonly element: HTMLElement;
  readonly #spec: ChartSpec;
  readonly #overlay: Overlay | undefined;
  readonly #entries: readonly Entry[];
  readonly #overlayEntries: readonly Entry[];

  constructor(spec: ChartSpec, overlay: Overlay | undefined) {
    this.#spec = spec;
    this.#overlay = overlay;
    // Of one series the title says all but the value.
    const isSingle = spec.series.length === 1 && !overlay;
    this.element = create('dl', isSingle ? 'legend single' : 'legend');
    const swatch = spec.kind === 'shares' ? 'area' : 'line';
    this.#entries = spec.series.map(({ label }) => this.#entry(label, swatch));
    this.#overlayEntries = (overlay?.keys ?? []).map((key) => this.#entry(key.label, key.swatch));
  }

  paint(palette: Palette): void {
    this.#spec.series.forEach(({ color }, i) => paintSwatch(this.#entries[i]!, palette[color]));
    this.#overlay?.keys.forEach(({ color }, i) => paintSwatch(this.#overlayEntries[i]!, palette[color]));
  }

  /**
   * Shows the values of a moment.
   *
   * @param index - null: the newest that there are
   * @returns the same as a sentence
   */
  show(frame: Frame, index: number | null): string {
    const shown = index === null ? frame.moments : frame.moments.slice(index, index + 1);
    const place = index === null ? frame.end : (frame.x[index] ?? frame.end);
    const said: string[] = [];
    this.#spec.series.forEach((series, i) => {
      const text = this.#spec.format(newestFigure(series, shown));
      setText(this.#entries[i]!.value, text);
      said.push(`${series.label} ${text}`);
    });
    this.#overlay?.keys.forEach(({ label, textAt, isIn }, i) => {
      const entry = this.#overlayEntries[i]!;
      entry.row.hidden = !isIn(frame);
      if (entry.row.hidden) return;
      const text = textAt(frame, place);
      setText(entry.value, text);
      said.push(`${label} ${text}`);
    });
    return said.join(', ');
  }

  #entry(label: string, kind: string): Entry {
    const swatch = create('span', `swatch ${kind}`);
    const value = create('dd');
    const row = create('div', '', swatch, create('dt', '', label), value);
    this.element.append(row);
    return { row, swatch, value };
  }
}

function paintSwatch({ swatch }: Entry, color: string): void {
  // A dashed one has a border and no height.
  swatch.style.backgroundColor = color;
  swatch.style.borderColor = color;
}
