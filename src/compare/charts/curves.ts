import type { ChartSpec } from '../../plot/drawing/artist.js';
import { curvesChart, type BandPoint } from '../../plot/curves/curves-chart.js';
import { learningCurve, pointAt, type Axis, type CurvePoint } from '../learning-curve.js';
import type { FinishedRun } from '../run-record.js';
import { INTERVAL, THEME, type ChartContestant } from './scales.js';

const NAMES: Readonly<Record<Axis, { readonly short: string; readonly long: string }>> = {
  envSteps: { short: 'environment steps', long: 'environment steps' },
  seconds: { short: 'time', long: 'time since process start (s)' },
};

/** Learning curves: evaluation return against env steps or seconds, with a band. */
export function curves(environment: string, contestants: readonly ChartContestant[], axis: Axis): ChartSpec {
  const ends = contestants.map(({ runs }) => endOf(runs, axis));
  const end = Math.max(...ends);
  const chart = {
    title: `${environment}: return against ${NAMES[axis].short}`,
    subtitle: [
      `interquartile mean and ${INTERVAL}`,
      'dot: the last evaluation of the longest run; a run that has ended keeps its value',
    ],
    xTitle: NAMES[axis].long,
    yTitle: 'mean return of an evaluation',
    interpolate: 'step-after' as const,
    curves: contestants.map(({ label, runs }, i) => {
      const last = pointAt(runs, axis, ends[i]!);
      return { label, points: learningCurve(runs, axis, end).map(toBand), end: last && toBand(last) };
    }),
  };
  return curvesChart(chart, THEME);
}

function toBand({ x, iqm, interval }: CurvePoint): BandPoint {
  return { x, middle: iqm, low: interval?.[0] ?? iqm, high: interval?.[1] ?? iqm };
}

function endOf(runs: readonly FinishedRun[], axis: Axis): number {
  return Math.max(...runs.flatMap(({ evaluations }) => evaluations.map((point) => point[axis])));
}
