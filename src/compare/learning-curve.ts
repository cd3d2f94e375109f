import type { EvaluationPoint } from './evaluations.js';
import type { FinishedRun } from './run-record.js';
import { bootstrapInterval, interquartileMean, type Interval } from './statistics.js';

/** What a curve is drawn against. */
export type Axis = 'envSteps' | 'seconds';

/** All seeds of one contestant at one moment. */
export interface CurvePoint {
  readonly x: number;
  /** Interquartile mean over seeds of the evaluation return. */
  readonly iqm: number;
  readonly interval: Interval | null;
}

const MAX_POINTS = 60;

/**
 * Return against env steps or seconds, over all seeds. A run counts with its latest evaluation; once it has ended,
 * solved or not, with its last. The curve begins where every run has been evaluated.
 *
 * @param end - where the curve ends, at or after the last evaluation
 */
export function learningCurve(runs: readonly FinishedRun[], axis: Axis, end: number): CurvePoint[] {
  const moments = new Set(runs.flatMap(({ evaluations }) => evaluations.map((point) => point[axis])));
  const sorted = [...moments.add(end)].filter((x) => x <= end).sort((a, b) => a - b);
  return thin(sorted).flatMap((x) => pointAt(runs, axis, x) ?? []);
}

/** All seeds at `x`, null where a run has no evaluation yet, or where there is no run. */
export function pointAt(runs: readonly FinishedRun[], axis: Axis, x: number): CurvePoint | null {
  const returns = runs.map(({ evaluations }) => latest(evaluations, axis, x)?.meanReturn);
  if (returns.length === 0 || !returns.every((value) => value !== undefined)) return null;
  return { x, iqm: interquartileMean(returns), interval: bootstrapInterval([returns], interquartileMean) };
}

function latest(evaluations: readonly EvaluationPoint[], axis: Axis, x: number): EvaluationPoint | undefined {
  return evaluations.findLast((point) => point[axis] <= x);
}

/** As many as a chart can show, the first and the last among them. */
function thin(sorted: readonly number[]): number[] {
  if (sorted.length <= MAX_POINTS) return [...sorted];
  const stride = (sorted.length - 1) / (MAX_POINTS - 1);
  return Array.from({ length: MAX_POINTS }, (_, i) => sorted[Math.round(i * stride)]!);
}
