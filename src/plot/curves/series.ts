/** One figure of one run over its course. */
export type Series = readonly Sample[];

/** What a figure is from `x` on. */
export interface Sample {
  readonly x: number;
  readonly y: number;
}

const MAX_MOMENTS = 60;

/**
 * What every run has at `x`: its latest value, and once it has ended its last.
 *
 * @param runs - each ascending in `x`
 * @returns null where a run has no value yet, or where there is no run
 */
export function valuesAt(runs: readonly Series[], x: number): number[] | null {
  const values = runs.map((series) => latest(series, x)?.y);
  return values.length > 0 && values.every((value) => value !== undefined) ? values : null;
}

/**
 * Moments of a curve over several runs: when a run has a new value, thinned out evenly to what a chart can show, the first
 * and the last among them.
 *
 * @param end - where the curve ends, at or after the last value
 */
export function momentsOf(runs: readonly Series[], end: number): number[] {
  const moments = new Set(runs.flatMap((series) => series.map(({ x }) => x)));
  const sorted = [...moments.add(end)].filter((x) => x <= end).sort((a, b) => a - b);
  if (sorted.length <= MAX_MOMENTS) return sorted;
  const stride = (sorted.length - 1) / (MAX_MOMENTS - 1);
  return Array.from({ length: MAX_MOMENTS }, (_, i) => sorted[Math.round(i * stride)]!);
}

function latest(series: Series, x: number): Sample | undefined {
  return series.findLast((sample) => sample.x <= x);
}
