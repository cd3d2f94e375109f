import type { EvaluationRow } from '../metrics/evaluations-csv.js';
import type { RunFigures } from './sources/run-figures.js';

/** What a plot can be drawn against. */
export const PLOT_AXES = ['steps', 'seconds', 'episodes'] as const;

export type PlotAxis = (typeof PLOT_AXES)[number];

/** The column of `progress.csv` that holds an axis, and what a reader calls it. */
export const AXES = {
  steps: { column: 'envSteps', title: 'environment steps' },
  seconds: { column: 'timeSeconds', title: 'time since process start (s)' },
  episodes: { column: 'episodes', title: 'training episodes' },
  updates: { column: 'updates', title: 'updates' },
} as const;

/**
 * Where on an axis the episodes and evaluations of a run stand. The file of episodes knows their lengths, and their times on a
 * clock of its own; the rows of progress tie these to the run's steps and seconds.
 */
export class Timeline {
  readonly #figures: RunFigures;
  #steps: Float64Array | undefined;

  constructor(figures: RunFigures) {
    this.#figures = figures;
  }

  /** Where each training episode ended, ascending. */
  episodes(axis: PlotAxis): Float64Array {
    const { times } = this.#figures.episodes;
    switch (axis) {
      case 'steps':
        return (this.#steps ??= stepsOf(this.#figures));
      case 'seconds': {
        const start = startOf(this.#figures);
        return times.map((time) => time + start);
      }
      case 'episodes':
        return times.map((_, i) => i + 1);
    }
  }

  /** Where an evaluation stands: among episodes, that is how many had ended when its weights were made. */
  evaluation({ envSteps, timeSeconds }: EvaluationRow, axis: PlotAxis): number {
    switch (axis) {
      case 'steps':
        return envSteps;
      case 'seconds':
        return timeSeconds;
      case 'episodes':
        return countUpTo(this.episodes('steps'), envSteps);
    }
  }
}

/**
 * When the clock of the episodes began, in seconds since process start: a row of progress counts only episodes that had ended,
 * so no later than any row allows.
 */
function startOf({ episodes: { times }, progress: { numRows, columns } }: RunFigures): number {
  let start = Infinity;
  for (let row = 0; row < numRows; row++) {
    const last = times[columns.episodes[row]! - 1];
    if (last !== undefined) start = Math.min(start, columns.timeSeconds[row]! - last);
  }
  return Number.isFinite(start) ? Math.max(0, start) : 0;
}

/**
 * Env steps of the run at the end of each episode. Between two rows of progress they grow with the steps of the episodes that
 * ended. Those alone lag behind by the episodes under way, of which parallel environments have many.
 */
function stepsOf({ episodes, progress: { numRows, columns } }: RunFigures): Float64Array {
  const ended = cumulated(episodes.lengths);
  const positions = new Float64Array(ended.length);
  let done = 0;
  let from = 0;
  for (let row = 0; row < numRows; row++) {
    const count = Math.min(columns.episodes[row]!, ended.length);
    if (!(count > done)) continue;
    const to = columns.envSteps[row]!;
    const first = ended[done - 1] ?? 0;
    const span = ended[count - 1]! - first;
    for (let i = done; i < count; i++)
      positions[i] = span > 0 ? from + ((ended[i]! - first) / span) * (to - from) : to;
    done = count;
    from = to;
  }
  const last = ended[done - 1] ?? 0;
  // Episodes after the last row: of a run that was killed, or goes on.
  for (let i = done; i < ended.length; i++) positions[i] = from + ended[i]! - last;
  return positions;
}

function cumulated(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** How many of the ascending `positions` are at most `x`. */
function countUpTo(positions: Float64Array, x: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
