import type { ChartSpec } from './chart-spec.js';
import type { Moment } from './frame.js';

/** Values of each series, one per moment; null is a gap. */
export type Columns = readonly (readonly (number | null)[])[];

/** What the series of a chart show. */
export function columnsOf({ series }: ChartSpec, moments: readonly Moment[]): Columns {
  return series.map(({ read }) =>
    moments.map((moment) => {
      const value = read(moment);
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    }),
  );
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
