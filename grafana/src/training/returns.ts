import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { buckets, gauge, mean, meanOfSigned, rate, sum } from '../promql.js';
import { counted } from '../units.js';

export const RETURNS: Section = {
  title: 'Returns',
  lines: [
    {
      height: 9,
      panels: [
        {
          kind: 'lines',
          title: 'Return',
          description:
            'Mean return of the training episodes that ended lately, and mean and minimum of the latest evaluation. A minimum far below the mean: the policy fails from some start states. Training falling for long: the policy collapsed.',
          unit: units.NoUnit,
          queries: [
            { expr: meanOfSigned('manyhands_episode_return'), legend: 'training, mean' },
            {
              expr: gauge('manyhands_evaluation_return_mean'),
              legend: 'evaluation, mean',
              whenEmpty: 'noEvaluation',
            },
            {
              expr: gauge('manyhands_evaluation_return_min'),
              legend: 'evaluation, minimum',
              whenEmpty: 'noEvaluation',
            },
          ],
          whenEmpty: 'beforeEpisode',
        },
        {
          kind: 'heatmap',
          title: 'Training returns',
          description:
            'How the returns of training episodes are spread: episodes per second in each range of returns. Two bands that stay apart: the policy masters some start states and fails from others.',
          unit: units.NoUnit,
          queries: [{ expr: buckets('manyhands_episode_return'), legend: '{{le}}' }],
          whenEmpty: 'beforeEpisode',
        },
      ],
    },
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Episode length',
          description:
            'Steps of the training episodes that ended lately, mean. At the time limit where episodes should end early, as on Acrobot: the task is never done.',
          unit: counted('steps'),
          queries: [{ expr: mean('manyhands_episode_length_steps'), legend: 'mean' }],
          whenEmpty: 'beforeEpisode',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Episodes',
          description:
            'Training episodes ended per second, all actors together. 0 while steps are made: episodes do not end, so the environment lacks a time limit.',
          unit: counted('episodes/s'),
          queries: [{ expr: sum(rate('manyhands_episodes_total')), legend: 'episodes' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
  ],
};
