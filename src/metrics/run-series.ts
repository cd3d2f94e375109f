import { ACTOR_SERIES } from './actor-series.js';
import { LEARNER_SERIES } from './learner-series.js';
import { sample, type SeriesTable } from './series.js';

/** Every series of a run that is ours, by name. Public API: dashboards and alerts query these names. */
export const RUN_SERIES = {
  manyhands_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels say what runs.',
    labels: ['version', 'node', 'algorithm', 'environment', 'engine', 'run'],
    read: ({ info }) => [{ labels: { ...info }, value: 1 }],
  },
  ...ACTOR_SERIES,
  ...LEARNER_SERIES,
  manyhands_episode_return: {
    type: 'histogram',
    help: 'Sum of raw rewards of a training episode, exploration included.',
    labels: [],
    read: (source) => source.histogram('episodeReturn'),
  },
  manyhands_episode_length_steps: {
    type: 'histogram',
    help: 'Environment steps of a training episode.',
    labels: [],
    read: (source) => source.histogram('episodeLengthSteps'),
  },
  manyhands_evaluation_return_mean: {
    type: 'gauge',
    help: 'Mean return of the latest evaluation.',
    labels: [],
    read: (source) => sample(source.evaluation()?.meanReturn ?? NaN),
  },
  manyhands_evaluation_return_min: {
    type: 'gauge',
    help: 'Smallest return of the latest evaluation.',
    labels: [],
    read: (source) => sample(source.evaluation()?.minReturn ?? NaN),
  },
} as const satisfies SeriesTable;

export type RunSeriesName = keyof typeof RUN_SERIES;
