import type { Format } from '../format.js';
import type { Moment } from './frame.js';
import type { SeriesColor } from './palette.js';

export interface SeriesSpec {
  readonly label: string;
  readonly color: SeriesColor;
  /** null where there is no such figure: a gap. */
  readonly read: (moment: Moment) => number | null | undefined;
}

/** A chart, declared. */
export interface ChartSpec {
  readonly title: string;
  /** After the title, in a quieter voice: unit, or what it is. */
  readonly unit: string;
  /** `shares` are parts of 1, stacked; the first is at the bottom. */
  readonly kind: 'lines' | 'shares';
  /** What its axis always shows: from 0, from 0 to 1, or what there is. */
  readonly extent: 'from-zero' | 'ratio' | 'data';
  readonly format: Format;
  readonly series: readonly SeriesSpec[];
}

export interface ChartGroup {
  readonly title: string;
  /** Wide charts stand two to a row, others three. */
  readonly isWide: boolean;
  readonly charts: readonly ChartSpec[];
}
