import { interquartileMean, quantile } from '../../shared/statistics.js';
import type { Theme } from '../drawing/look.js';
import { fileNameOf, type Figure } from '../figure.js';
import type { RunData } from '../sources/run-data.js';
import { AXES, type PlotAxis } from '../timeline.js';
import { curvesChart, type BandPoint } from './curves-chart.js';
import { groupRuns, type LabelledRun, type RunGroup } from './group-runs.js';
import { readCurves, type ReturnKind, type RunCurves } from './run-curves.js';
import { momentsOf, valuesAt, type Series } from './series.js';

export interface LearningCurveOptions {
  readonly axes: readonly PlotAxis[];
  /** Episodes of a moving average; null: each run's own. */
  readonly window: number | null;
}

/** Figures, and the runs that have nothing to draw. */
export interface LearningCurves {
  readonly figures: readonly Figure[];
  readonly leftOut: readonly string[];
}

const SHORT: Readonly<Record<PlotAxis, string>> = {
  steps: 'environment steps',
  seconds: 'time',
  episodes: 'episodes',
};

const Y_TITLES: Readonly<Record<ReturnKind, string>> = {
  evaluation: 'mean return of an evaluation',
  training: 'return of training episodes, moving average',
};

/** Evaluations make a curve where every run has at least these. */
const MIN_EVALUATIONS = 2;

/**
 * Learning curves, a figure for each environment and axis: interquartile mean over the runs of a group, with a band from the
 * first to the third quartile.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when a file of a run is damaged
 */
export function learningCurves(
  runs: readonly LabelledRun[],
  { axes, window }: LearningCurveOptions,
  theme: Theme,
): LearningCurves {
  const environments = [...new Set(runs.map(({ data }) => data.environment))];
  const parts = environments.map((environment) => {
    const here = runs.filter(({ data }) => data.environment === environment);
    const curves = new Map(here.map(({ data }) => [data, readCurves(data, window)]));
    const kind = kindOf([...curves.values()]);
    const seriesOf = (data: RunData, axis: PlotAxis): Series => curves.get(data)![kind][axis];
    const isDrawn = ({ data }: LabelledRun): boolean => seriesOf(data, 'steps').length > 0;
    const groups = groupRuns(here.filter(isDrawn));
    const drawnAxes = groups.length === 0 ? [] : axes;
    return {
      figures: drawnAxes.map((axis) => figureOf({ environment, groups, seriesOf, kind, axis }, theme)),
      leftOut: here.filter((run) => !isDrawn(run)).map(({ data }) => data.directory.path),
    };
  });
  return {
    figures: parts.flatMap(({ figures }) => figures),
    leftOut: parts.flatMap(({ leftOut }) => leftOut),
  };
}

function kindOf(runs: readonly RunCurves[]): ReturnKind {
  const isEvaluated = runs.every(({ evaluation }) => evaluation.steps.length >= MIN_EVALUATIONS);
  return isEvaluated ? 'evaluation' : 'training';
}

interface CurvesFigure {
  readonly environment: string;
  readonly groups: readonly RunGroup[];
  readonly seriesOf: (run: RunData, axis: PlotAxis) => Series;
  readonly kind: ReturnKind;
  readonly axis: PlotAxis;
}

function figureOf({ environment, groups, seriesOf, kind, axis }: CurvesFigure, theme: Theme): Figure {
  const members = groups.map(({ label, runs }) => ({
    label: `${label} (${runs.length === 1 ? `seed ${runs[0]!.seed}` : `${runs.length} runs`})`,
    series: runs.map((run) => seriesOf(run, axis)),
  }));
  const end = endOf(members.flatMap(({ series }) => series));
  const title = `${environment}: return against ${SHORT[axis]}`;
  const chart = {
    title,
    subtitle: [
      'interquartile mean over runs, band from their first to their third quartile',
      'dot: the end of the longest run; a run that has ended keeps its value',
    ],
    xTitle: AXES[axis].title,
    yTitle: Y_TITLES[kind],
    interpolate: kind === 'evaluation' ? ('step-after' as const) : ('linear' as const),
    curves: members.map(({ label, series }) => ({
      label,
      points: momentsOf(series, end).flatMap((x) => bandAt(series, x) ?? []),
      end: bandAt(series, endOf(series)),
    })),
  };
  return {
    kind: 'learning-curves',
    name: `${fileNameOf(environment)}-learning-by-${axis}`,
    spec: curvesChart(chart, theme),
    shows: `${title}, ${Y_TITLES[kind]}: ${members.map(({ label }) => label).join(', ')}`,
    sources: groups.flatMap(({ runs }) => runs.map(({ directory }) => directory.path)),
  };
}

function bandAt(runs: readonly Series[], x: number): BandPoint | null {
  const values = valuesAt(runs, x);
  if (values === null) return null;
  const sorted = Float64Array.from(values).sort();
  return {
    x,
    middle: interquartileMean(sorted),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  };
}

function endOf(runs: readonly Series[]): number {
  return Math.max(...runs.map((series) => series.at(-1)?.x ?? 0));
}
