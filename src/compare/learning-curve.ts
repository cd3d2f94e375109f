import { momentsOf, valuesAt, type Series } from '../plot/curves/series.js';
import { bootstrapInterval, interquartileMean, type Interval } from '../shared/statistics.js';
import type { FinishedRun } from './run-record.js';

/** What a curve is drawn against. */
export type Axis = 'envSteps' | 'seconds';

/** All seeds of one contestant at one moment. */
export interface CurvePoint {
  readonly x: number;
  /** Interquartile mean over seeds of the evaluation return. */
  readonly iqm: number;
  readonly interval: Interval | null;
}

/**
 * Return against env steps or seconds, over all seeds. A run counts with its latest evaluation; once it has ended,
 * solved or not, with its last. The curve begins where every run has been evaluated.
 *
 * @param end - where the curve ends, at or after the last evaluation
 */
export function learningCurve(runs: readonly FinishedRun[], axis: Axis, end: number): CurvePoint[] {
  return momentsOf(seriesOf(runs, axis), end).flatMap((x) => pointAt(runs, axis, x) ?? []);
}

/** All seeds at `x`, null where a run has no evaluation yet, or where there is no run. */
export function pointAt(runs: readonly FinishedRun[], axis: Axis, x: number): CurvePoint | null {
  const returns = valuesAt(seriesOf(runs, axis), x);
  if (returns === null) return null;
  return { x, iqm: interquartileMean(returns), interval: bootstrapInterval([returns], interquartileMean) };
}

function seriesOf(runs: readonly FinishedRun[], axis: Axis): Series[] {
  return runs.map(({ evaluations }) => evaluations.map((point) => ({ x: point[axis], y: point.meanReturn })));
}
