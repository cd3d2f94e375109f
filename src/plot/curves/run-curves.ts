import { movingAverage, windowOf } from '../moving-average.js';
import type { RunData } from '../sources/run-data.js';
import { readFigures } from '../sources/run-figures.js';
import { binSize, everyNth } from '../thin.js';
import { Timeline, type PlotAxis } from '../timeline.js';
import type { Sample, Series } from './series.js';

/** Which returns: of episodes played for the purpose, or the moving average of those in training. */
export type ReturnKind = 'evaluation' | 'training';

/** Returns of one run against each axis, no longer than a chart needs. */
export interface RunCurves {
  readonly data: RunData;
  readonly evaluation: Readonly<Record<PlotAxis, Series>>;
  readonly training: Readonly<Record<PlotAxis, Series>>;
}

const MAX_POINTS = 200;

/**
 * @param window - episodes of the moving average; null: the run's own
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when a file of the run is damaged
 */
export function readCurves(data: RunData, window: number | null): RunCurves {
  const figures = readFigures(data.directory);
  const timeline = new Timeline(figures);
  const means = movingAverage(figures.episodes.returns, windowOf(data, window));
  const stride = binSize(means.length, MAX_POINTS);
  return {
    data,
    evaluation: onEveryAxis((axis) =>
      figures.evaluations
        .map((row) => ({ x: timeline.evaluation(row, axis), y: row.meanReturn }))
        .filter(isFinite),
    ),
    training: onEveryAxis((axis) => {
      const x = timeline.episodes(axis);
      return everyNth(means.length, stride)
        .map((i) => ({ x: x[i]!, y: means[i]! }))
        .filter(isFinite);
    }),
  };
}

function onEveryAxis(series: (axis: PlotAxis) => Series): Record<PlotAxis, Series> {
  return { steps: series('steps'), seconds: series('seconds'), episodes: series('episodes') };
}

function isFinite({ x, y }: Sample): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}
