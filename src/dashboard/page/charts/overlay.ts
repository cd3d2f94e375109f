import type uPlot from 'uplot';
import type { Extent } from './extents.js';
import type { Frame } from './frame.js';
import type { Palette, SeriesColor } from './palette.js';

/** A line of a legend that belongs to no series. */
export interface OverlayKey {
  readonly label: string;
  readonly color: SeriesColor;
  readonly swatch: 'point' | 'dashed';
  /** What it says at a place on the axis. */
  readonly textAt: (frame: Frame, place: number) => string;
  /** Whether the run has it. */
  readonly isIn: (frame: Frame) => boolean;
}

/** What a chart shows beside its series. */
export interface Overlay {
  readonly keys: readonly OverlayKey[];
  /** What the vertical axis has to span on its account. */
  readonly widen: (frame: Frame, extent: Extent | null) => Extent | null;
  /** Draws under the series, on the canvas of the chart, in its pixels. */
  readonly drawUnder: (plot: uPlot, frame: Frame, palette: Palette) => void;
  readonly drawOver: (plot: uPlot, frame: Frame, palette: Palette) => void;
}
