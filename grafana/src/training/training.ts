import * as units from '@grafana/grafana-foundation-sdk/units';
import type { DashboardSpec, Section } from '../panel-spec.js';
import { gauge, mean, meanOfSigned, sum, total } from '../promql.js';
import { counted, suffixed } from '../units.js';
import { DURABILITY } from './durability.js';
import { ACTION_VALUES, LEARNING } from './learning.js';
import { POLICY } from './policy.js';
import { RETURNS } from './returns.js';
import { STALENESS } from './staleness.js';

const NUMBERS: Section = {
  lines: [
    {
      height: 4,
      panels: [
        {
          kind: 'stat',
          title: 'Evaluation return',
          description:
            'Mean return of the latest evaluation: what the run is judged by. Below the training return: overestimated values, or an evaluation of other settings.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_evaluation_return_mean'), legend: 'evaluation' }],
          whenEmpty: 'noEvaluation',
        },
        {
          kind: 'stat',
          title: 'Training return',
          description:
            'Mean return of the training episodes that ended lately, exploration included. Falling for long: the policy collapsed.',
          unit: units.NoUnit,
          queries: [{ expr: meanOfSigned('manyhands_episode_return'), legend: 'training' }],
          whenEmpty: 'beforeEpisode',
        },
        {
          kind: 'stat',
          title: 'Environment steps',
          description: 'Steps made so far, all actors together. Flat: see Throughput for who waits for whom.',
          unit: counted('steps'),
          queries: [{ expr: sum(total('manyhands_env_steps_total')), legend: 'steps' }],
          whenEmpty: 'unscraped',
        },
        {
          kind: 'stat',
          title: 'Policy lag',
          description:
            'Versions of the weights between the policy that made a block and the newest when the learner took it, mean of late. Above the lag of a sync run: a bug. Large in async mode: smaller blocks or rings, or a correction such as V-trace.',
          unit: suffixed('versions'),
          queries: [{ expr: mean('manyhands_policy_lag_updates'), legend: 'lag' }],
          whenEmpty: 'beforeUpdate',
          min: 0,
        },
        {
          kind: 'stat',
          title: 'Non-finite values',
          description:
            'NaN and infinity found in losses, gradients and weights. Anything but 0: the run stops with the last finite weights; lower the learning rate or clip gradients.',
          unit: units.NoUnit,
          queries: [{ expr: sum(total('manyhands_nonfinite_total')), legend: 'values' }],
          whenEmpty: 'unscraped',
          min: 0,
          thresholds: [{ from: 1, color: 'red' }],
        },
      ],
    },
  ],
};

export const TRAINING: DashboardSpec = {
  uid: 'manyhands-training',
  title: 'Training',
  description: 'Does it learn? Returns, and what the updates say about themselves.',
  sections: [NUMBERS, RETURNS, LEARNING, ACTION_VALUES, POLICY, STALENESS, DURABILITY],
};
