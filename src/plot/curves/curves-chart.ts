import type { ChartSpec } from '../drawing/artist.js';
import { colorOf, dashOf, scaleFor, SCHEMA, tightScale, type Theme } from '../drawing/look.js';

/** Several runs at one moment: their middle, and a band around it. */
export interface BandPoint {
  readonly x: number;
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** A line with its band. */
export interface BandCurve {
  readonly label: string;
  /** Ascending in `x`. */
  readonly points: readonly BandPoint[];
  /** Where its longest run ends, marked with a dot; null for no dot. */
  readonly end: BandPoint | null;
}

export interface CurvesChart {
  readonly title: string;
  readonly subtitle: readonly string[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly curves: readonly BandCurve[];
  /** `step-after` for what keeps its value until the next. */
  readonly interpolate: 'step-after' | 'linear';
}

/** Lines in their bands, one for each label; against a logarithmic axis where one is far longer than another. */
export function curvesChart(chart: CurvesChart, theme: Theme): ChartSpec {
  const { curves, interpolate } = chart;
  const labels = curves.map(({ label }) => label);
  const xScale = scaleFor(curves.flatMap(({ end, points }) => (end ?? points.at(-1))?.x ?? []));
  const rows = (label: string, points: readonly BandPoint[]) =>
    // Zero has no place on a logarithmic axis.
    points.filter(({ x }) => xScale.type === 'linear' || x > 0).map((point) => ({ label, ...point }));
  const values = curves.flatMap(({ label, points }) => rows(label, points));
  const ends = curves.flatMap(({ label, end }) => (end === null ? [] : rows(label, [end])));
  // The layers share one legend: of lines, not of the pale bands. Below, where long labels have room.
  const legend = {
    ...{ orient: 'bottom' as const, columns: 1, labelLimit: 560 },
    ...{ symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 3, symbolSize: 400 },
  };
  const color = { ...colorOf(labels, theme), legend };
  const y = {
    type: 'quantitative' as const,
    title: chart.yTitle,
    scale: tightScale(values.flatMap(({ low, high }) => [low, high])),
  };
  return {
    $schema: SCHEMA,
    config: theme.config,
    width: 560,
    height: 320,
    title: { text: chart.title, subtitle: [...chart.subtitle] },
    data: { values },
    encoding: { x: { field: 'x', type: 'quantitative', title: chart.xTitle, scale: xScale } },
    layer: [
      {
        mark: { type: 'area', interpolate, opacity: 0.18 },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      {
        mark: { type: 'line', interpolate, strokeWidth: 2 },
        encoding: { y: { ...y, field: 'middle' }, color, strokeDash: dashOf(labels, theme) },
      },
      {
        data: { values: ends },
        mark: { type: 'circle', size: 60, opacity: 1 },
        encoding: { y: { ...y, field: 'middle' }, color },
      },
    ],
  };
}
