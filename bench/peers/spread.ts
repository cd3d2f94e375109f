import { boundedSpread, type Bounded } from '../../src/compare/bounded.js';
import { formatFigure } from '../../src/compare/table.js';
import { median } from '../../src/shared/statistics.js';

/** What is not known, or does not apply. */
export const NONE = '-';

/** `12.3 (9.22 to >50.1)`: a bound is marked, and ranks behind what is known. */
export function showSpread(values: readonly Bounded[], show: (value: number) => string): string {
  const spread = boundedSpread(values);
  if (spread === null) return NONE;
  const one = ({ value, isBound }: Bounded): string => `${isBound ? '>' : ''}${show(value)}`;
  if (values.length === 1) return one(spread.median);
  return `${one(spread.median)} (${one(spread.min)} to ${one(spread.max)})`;
}

/** The median alone, of those that are known. */
export function showMedian(values: readonly (number | null)[], show: (value: number) => string): string {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? NONE : show(median(known));
}

/** `2.71 (2.60 to 3.21)`: ours over theirs, seed by seed, since runs of one seed were neighbours in time. */
export function showRatios(ours: ReadonlyMap<number, number>, theirs: ReadonlyMap<number, number>): string {
  const ratios = [...theirs].flatMap(([seed, value]) => {
    const beside = ours.get(seed);
    return beside === undefined ? [] : [{ value: beside / value, isBound: false }];
  });
  return showSpread(ratios, formatFigure);
}
