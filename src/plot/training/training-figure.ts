import { expected } from '../../shared/errors.js';
import type { Figure } from '../figure.js';
import { SCHEMA, type Theme } from '../drawing/look.js';
import type { RunData } from '../sources/run-data.js';
import { readFigures, type RunFigures } from '../sources/run-figures.js';
import { windowOf } from '../moving-average.js';
import type { PlotAxis } from '../timeline.js';
import { episodePanels } from './episode-panels.js';
import { updatePanels } from './update-panels.js';

export interface TrainingOptions {
  /** Null: episodes, updates or env steps, as is usual for each panel. */
  readonly axis: PlotAxis | null;
  /** Episodes of the moving average; null: as many as the criterion takes the mean over, otherwise 50. */
  readonly window: number | null;
}

/**
 * One run on one sheet: return and length of episodes, loss, exploration.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when a file is damaged, or the run has nothing to draw yet
 */
export function trainingFigure(run: RunData, { axis, window }: TrainingOptions, theme: Theme): Figure {
  const { directory, algorithm, environment, seed, targetReturn } = run;
  const figures = readFigures(directory);
  const episodeOptions = {
    axis: axis ?? ('episodes' as const),
    window: windowOf(run, window),
    targetReturn,
  };
  const panels = [...episodePanels(figures, episodeOptions, theme), ...updatePanels(figures, axis, theme)];
  if (panels.length === 0) {
    const wanted = 'a run with episodes, evaluations or updates';
    throw expected('ERR_RUN_DIRECTORY', directory.path, wanted, 'one that has none yet');
  }
  return {
    kind: 'training',
    name: 'training',
    spec: {
      $schema: SCHEMA,
      config: theme.config,
      title: {
        text: `${algorithm} on ${environment}, seed ${seed}`,
        subtitle: `run ${directory.name}: ${extent(figures)}`,
      },
      columns: 2,
      spacing: 30,
      // Each panel has a legend of its own.
      resolve: { scale: { color: 'independent' } },
      concat: panels.map(({ spec }) => spec),
    },
    shows: `${algorithm} on ${environment}, seed ${seed}: ${panels.map(({ title }) => title.toLowerCase()).join(', ')}`,
    sources: [directory.path],
  };
}

function extent({ episodes, evaluations, progress }: RunFigures): string {
  const { envSteps, updates, timeSeconds } = progress.columns;
  const count = (value: number | undefined, what: string): string[] =>
    value !== undefined && Number.isFinite(value)
      ? [`${value.toLocaleString('en-US')} ${what}${value === 1 ? '' : 's'}`]
      : [];
  const seconds = timeSeconds.at(-1);
  return [
    ...count(envSteps.at(-1), 'env step'),
    ...count(updates.at(-1), 'update'),
    ...count(episodes.returns.length, 'episode'),
    ...count(evaluations.length, 'evaluation'),
    ...(seconds === undefined ? [] : [`${seconds.toFixed(1)} s`]),
  ].join(', ');
}
