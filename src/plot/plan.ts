import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expected } from '../shared/errors.js';
import { learningCurves } from './curves/learning-curves.js';
import type { Theme } from './drawing/look.js';
import type { Figure } from './figure.js';
import { scalingFigure } from './scaling-figure.js';
import { findSources } from './sources/find-sources.js';
import type { PlotAxis } from './timeline.js';
import { trainingFigure } from './training/training-figure.js';

export interface PlotSettings {
  /** Folder of all figures; null: beside what they show. */
  readonly out: string | null;
  /** Null: what is usual for each figure. */
  readonly axis: PlotAxis | null;
  /** Episodes of moving averages; null: each run's own. */
  readonly window: number | null;
  readonly theme: Theme;
}

/** What is to be drawn. */
export interface Plan {
  /** No two have one folder and name. */
  readonly figures: readonly { readonly figure: Figure; readonly folder: string }[];
  /** Directories of runs that have nothing to draw yet. */
  readonly leftOut: readonly string[];
}

/** Where curves over runs of several paths go. */
const PLOTS = 'plots';

/**
 * Decides what to draw of some paths: the training of a single run, learning curves of several, the scaling of each benchmark.
 *
 * @throws ManyhandsError `ERR_USAGE` for a path with nothing to plot, or two figures for one file; `ERR_RUN_DIRECTORY` for a
 *   damaged run, or one that has nothing to draw yet
 */
export function planFigures(paths: readonly string[], settings: PlotSettings): Plan {
  const { out, axis, window, theme } = settings;
  const { runs, benches } = findSources(paths);
  const placed = (figure: Figure, beside: string) => ({ figure, folder: resolve(out ?? beside) });

  const figures = benches.map((bench) => placed(scalingFigure(bench, theme), dirname(bench.path)));
  let leftOut: readonly string[] = [];
  if (runs.length === 1) {
    const { data } = runs[0]!;
    figures.push(placed(trainingFigure(data, { axis, window }, theme), data.directory.path));
  } else if (runs.length > 1) {
    const axes = axis === null ? (['steps', 'seconds'] as const) : [axis];
    const curves = learningCurves(runs, { axes, window }, theme);
    figures.push(...curves.figures.map((figure) => placed(figure, folderOf(paths))));
    leftOut = curves.leftOut;
  }
  rejectTwins(figures);
  return { figures, leftOut };
}

/** A single path has a folder of its own. */
function folderOf(paths: readonly string[]): string {
  const [path] = paths;
  if (path === undefined || paths.length > 1) return PLOTS;
  return statSync(path).isDirectory() ? path : dirname(path);
}

function rejectTwins(figures: Plan['figures']): void {
  const seen = new Map<string, Figure>();
  for (const { figure, folder } of figures) {
    const path = join(folder, figure.name);
    const twin = seen.get(path);
    if (twin !== undefined) {
      const got = `${twin.sources.join(', ')} and ${figure.sources.join(', ')}`;
      throw expected('ERR_USAGE', path, 'one figure of this name', `${got}; plot them one by one`);
    }
    seen.set(path, figure);
  }
}
