import type { ChartSpec, SeriesSpec } from './chart-spec.js';
import type { Moment } from './frame.js';

/** Values of each series, one per moment; null is a gap. */
export type Columns = readonly (readonly (number | null)[])[];

/** What the series of a chart show. */
export function columnsOf({ series }: ChartSpec, moments: readonly Moment[]): Columns {
  return series.map((one) => moments.map((moment) => figureAt(one, moment)));
}

/** What a series shows at a moment. */
export function figureAt({ read }: SeriesSpec, moment: Moment): number | null {
  const value = read(moment);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The last that a series shows; null if it never shows anything. */
export function newestFigure(series: SeriesSpec, moments: readonly Moment[]): number | null {
  const moment = moments.findLast((one) => figureAt(series, one) !== null);
  return moment ? figureAt(series, moment) : null;
}

/** Whether there is anything to draw. */
export const hasFigures = (columns: Columns): boolean =>
  columns.some((column) => column.some((value) => value !== null));

/** Each series on top of those before it. A moment in which any is missing is a gap in all. */
export function stack(columns: Columns): Columns {
  const totals = (columns[0] ?? []).map((): number | null => 0);
  return columns.map((column) => {
    column.forEach((value, i) => {
      const below = totals[i] ?? null;
      totals[i] = below === null || value === null ? null : below + value;
    });
    return totals.slice();
  });
}
