import uPlot from 'uplot';
import { formatClock, formatPercent, formatTick } from '../format.js';
import type { ChartSpec } from './chart-spec.js';
import { columnsOf, stack } from './columns.js';
import { spanOf, type Extent } from './extents.js';
import type { Frame } from './frame.js';
import type { Overlay } from './overlay.js';
import type { Palette } from './palette.js';

/** Charts with this key share one cursor. */
const CURSOR = 'run';

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
/** Equal for all charts, so that those above each other line up. */
const Y_AXIS_WIDTH = 52;

/** The third argument, which uPlot's types leave out, tells the other charts. */
interface TellingPlot extends uPlot {
  setCursor(at: { left: number; top: number }, fire?: boolean, tell?: boolean): void;
}

export interface PlotSettings {
  readonly spec: ChartSpec;
  readonly overlay: Overlay | undefined;
  /** In the theme of the moment. */
  readonly palette: () => Palette;
  /** Hears of the cursor, wherever it was moved: null when it has gone. */
  readonly onCursor: (index: number | null) => void;
}

/** The drawing of a chart: uPlot, told what the chart's declaration says. */
export class Plot {
  readonly #settings: PlotSettings;
  readonly #uPlot: TellingPlot;
  #frame: Frame;

  constructor(target: HTMLElement, settings: PlotSettings, frame: Frame) {
    this.#settings = settings;
    this.#frame = frame;
    const { width, height } = target.getBoundingClientRect();
    this.#uPlot = new uPlot(this.#options(width, height), this.#data(), target);
  }

  show(frame: Frame): void {
    this.#frame = frame;
    // At once, not when all else is done: a cursor that is moved next has to find the new scales.
    this.#uPlot.batch(() => this.#uPlot.setData(this.#data()));
  }

  /** Draws the same again, in the colours of the moment. */
  redraw(): void {
    this.#uPlot.redraw(false);
  }

  resize(width: number, height: number): void {
    if (width > 0 && height > 0) this.#uPlot.setSize({ width, height });
  }

  /** Moves the cursor of all charts to a moment, or away. */
  moveCursor(index: number | null): void {
    const place = index === null ? undefined : this.#frame.x[index];
    const left = place === undefined ? -10 : this.#uPlot.valToPos(place, 'x');
    this.#uPlot.setCursor({ left, top: place === undefined ? -10 : 0 }, true, true);
  }

  /** Distance of a moment from the left edge of the drawing, in CSS pixels. */
  leftOf(index: number): number {
    return this.#uPlot.valToPos(this.#frame.x[index] ?? 0, 'x') + this.#uPlot.over.offsetLeft;
  }

  /** The upper areas come first: each lower one is painted over them. */
  #data(): uPlot.AlignedData {
    const { spec } = this.#settings;
    const columns = columnsOf(spec, this.#frame.moments);
    const drawn = spec.kind === 'shares' ? [...stack(columns)].reverse() : columns;
    return [this.#frame.x, ...drawn] as uPlot.AlignedData;
  }

  #options(width: number, height: number): uPlot.Options {
    const { spec, overlay, palette, onCursor } = this.#settings;
    const axis = {
      stroke: () => palette().muted,
      grid: { stroke: () => palette().grid, width: 1 },
      ticks: { show: false },
      font: FONT,
    };
    return {
      width,
      height,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        sync: { key: CURSOR, scales: ['x', null] },
        points: { show: spec.kind === 'lines', size: 7 },
      },
      scales: {
        x: { time: false, range: () => [this.#frame.begin, this.#frame.end] },
        y: { range: (_, least, greatest) => this.#span(least, greatest) },
      },
      axes: [
        {
          ...axis,
          size: 26,
          gap: 4,
          space: 56,
          values: (_, splits) => splits.map((value) => this.#nameX(value)),
        },
        {
          ...axis,
          size: Y_AXIS_WIDTH,
          gap: 6,
          space: 32,
          values: (_, splits) => splits.map((value) => this.#nameY(value)),
        },
      ],
      series: [{}, ...this.#series()],
      hooks: {
        setCursor: [({ cursor }) => onCursor(cursor.idx ?? null)],
        drawAxes: [(plot) => overlay?.drawUnder(plot, this.#frame, palette())],
        draw: [(plot) => overlay?.drawOver(plot, this.#frame, palette())],
      },
    };
  }

  #series(): uPlot.Series[] {
    const { spec, palette } = this.#settings;
    const lines = spec.series.map(({ color }): uPlot.Series => ({
      width: 2,
      stroke: () => palette()[color],
      // One alone makes no line.
      points: { show: ({ data }) => data[0].length === 1, size: 6, fill: () => palette()[color] },
    }));
    if (spec.kind === 'lines') return lines;
    const areas = spec.series.map(({ color }): uPlot.Series => {
      return {
        width: 1,
        stroke: () => palette().card,
        fill: () => palette()[color],
        points: { show: false },
      };
    });
    return areas.reverse();
  }

  #span(least: number | null, greatest: number | null): uPlot.Range.MinMax {
    const { spec, overlay } = this.#settings;
    const data: Extent | null = least === null || greatest === null ? null : [least, greatest];
    return [...spanOf(spec.extent, overlay ? overlay.widen(this.#frame, data) : data)];
  }

  #nameX(value: number): string {
    return this.#frame.axis === 'seconds' ? formatClock(value) : formatTick(value);
  }

  #nameY(value: number): string {
    return this.#settings.spec.extent === 'ratio' ? formatPercent(value) : formatTick(value);
  }
}
