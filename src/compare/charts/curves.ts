import type { TopLevelSpec } from 'vega-lite';
import { learningCurve, pointAt, type Axis, type CurvePoint } from '../learning-curve.js';
import type { FinishedRun } from '../run-record.js';
import {
  colorOf,
  CONFIG,
  dashOf,
  INTERVAL,
  PADDING,
  scaleFor,
  SCHEMA,
  type ChartContestant,
} from './scales.js';

const NAMES: Readonly<Record<Axis, { readonly short: string; readonly long: string }>> = {
  envSteps: { short: 'environment steps', long: 'environment steps' },
  seconds: { short: 'time', long: 'time since process start (s)' },
};

/** Learning curves: evaluation return against env steps or seconds, with a band. */
export function curves(
  environment: string,
  contestants: readonly ChartContestant[],
  axis: Axis,
): TopLevelSpec {
  const ends = contestants.map(({ runs }) => endOf(runs, axis));
  const end = Math.max(...ends);
  const values = contestants.flatMap(({ label, runs }) =>
    learningCurve(runs, axis, end).map((point) => row(label, point)),
  );
  const lastEvaluations = contestants.flatMap(({ label, runs }, i) => {
    const point = pointAt(runs, axis, ends[i]!);
    return point === null ? [] : row(label, point);
  });
  // The layers share one legend: of lines, not of the pale bands.
  const legend = { symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 3, symbolSize: 400 };
  const color = { ...colorOf(contestants), legend };
  const y = {
    type: 'quantitative' as const,
    title: 'mean return of an evaluation',
    scale: { zero: false, nice: false, padding: PADDING },
  };
  return {
    $schema: SCHEMA,
    config: CONFIG,
    width: 560,
    height: 320,
    title: {
      text: `${environment}: return against ${NAMES[axis].short}`,
      subtitle: [
        `interquartile mean and ${INTERVAL}`,
        'dot: the last evaluation of the longest run; a run that has ended keeps its value',
      ],
    },
    data: { values },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: NAMES[axis].long, scale: scaleFor(ends) },
    },
    layer: [
      {
        mark: { type: 'area', interpolate: 'step-after', opacity: 0.18 },
        encoding: {
          y: { ...y, field: 'low' },
          y2: { field: 'high' },
          color,
        },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
        encoding: { y: { ...y, field: 'iqm' }, color, strokeDash: dashOf(contestants) },
      },
      {
        data: { values: lastEvaluations },
        mark: { type: 'circle', size: 60, opacity: 1 },
        encoding: { y: { ...y, field: 'iqm' }, color },
      },
    ],
  };
}

function row(contestant: string, { x, iqm, interval }: CurvePoint) {
  return { contestant, x, iqm, low: interval?.[0] ?? iqm, high: interval?.[1] ?? iqm };
}

function endOf(runs: readonly FinishedRun[], axis: Axis): number {
  return Math.max(...runs.flatMap(({ evaluations }) => evaluations.map((point) => point[axis])));
}
