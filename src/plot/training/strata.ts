import type { Theme } from '../drawing/look.js';
import { movingAverage } from '../moving-average.js';
import { binned, binSize, everyNth } from '../thin.js';
import type { Stratum } from './panel.js';

/** Single marks that a panel of this size can show, and a file hold. */
const MAX_MARKS = 1000;
/** Points of a line: about one for each pixel. */
const MAX_LINE_POINTS = 400;
/** A line of few points is drawn with them: they are what was measured. */
const MAX_MARKED_POINTS = 40;

/** A point for each of few values; of many, a band from the least to the greatest of neighbours. */
export function scatter(what: string, x: Float64Array, y: Float64Array, { quiet }: Theme): Stratum {
  if (y.length <= MAX_MARKS) {
    const values = binned(x, y, y.length).map(({ x, mean }) => ({ x, y: mean }));
    // A description of each of a thousand circles would be most of the file.
    const mark = { type: 'circle' as const, size: 14, opacity: 0.55, aria: false };
    return {
      label: `each ${what}`,
      color: quiet,
      heights: values.map(({ y }) => y),
      layer: (axis) => ({ data: { values }, mark, encoding: { y: { ...axis, field: 'y' } } }),
    };
  }
  const bins = binned(x, y, MAX_LINE_POINTS);
  return {
    label: `least to greatest of ${binSize(y.length, MAX_LINE_POINTS).toLocaleString('en-US')} ${what}s`,
    color: quiet,
    heights: bins.flatMap(({ low, high }) => [low, high]),
    layer: (axis) => ({
      data: { values: bins.map(({ x, low, high }) => ({ x, low, high })) },
      mark: { type: 'area', opacity: 0.45 },
      encoding: { y: { ...axis, field: 'low' }, y2: { field: 'high' } },
    }),
  };
}

/** The moving average of all values, at as many of them as a line can show. */
export function average(window: number, x: Float64Array, y: Float64Array, { colors }: Theme): Stratum {
  const means = movingAverage(y, window);
  const size = binSize(y.length, MAX_LINE_POINTS);
  const values = everyNth(means.length, size)
    .map((i) => ({ x: x[i]!, y: means[i]! }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  return {
    label: `mean of the latest ${window.toLocaleString('en-US')}`,
    color: colors[0]!,
    heights: values.map(({ y }) => y),
    layer: (axis) => ({
      data: { values },
      mark: { type: 'line', strokeWidth: 2 },
      encoding: { y: { ...axis, field: 'y' } },
    }),
  };
}

/** A line through values, each the mean of neighbours where there are too many. */
export function line(what: string, x: Float64Array, y: Float64Array, { colors }: Theme): Stratum {
  const values = binned(x, y, MAX_LINE_POINTS).map(({ x, mean }) => ({ x, y: mean }));
  const size = binSize(y.length, MAX_LINE_POINTS);
  return {
    label: size === 1 ? what : `${what}, mean of ${size.toLocaleString('en-US')} rows each`,
    color: colors[0]!,
    heights: values.map(({ y }) => y),
    layer: (axis) => ({
      data: { values },
      mark: { type: 'line', strokeWidth: 1.5, point: values.length <= MAX_MARKED_POINTS },
      encoding: { y: { ...axis, field: 'y' } },
    }),
  };
}
