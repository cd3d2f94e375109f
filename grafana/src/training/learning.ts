import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { CHOSEN_ACTORS, gauge } from '../promql.js';

export const LEARNING: Section = {
  title: 'Learning',
  lines: [
    {
      height: 8,
      panels: [
        {
          kind: 'lines',
          title: 'Loss',
          description:
            'Of the latest update; total is what the gradient is of, policy and value are parts of it where there are such parts. Growing without end: lower the learning rate, or update the target network less often.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_loss'), legend: '{{kind}}' }],
          whenEmpty: 'beforeUpdate',
        },
        {
          kind: 'lines',
          title: 'Gradient norm',
          description:
            'Euclidean norm of the latest gradient before clipping. Jumps by orders of magnitude: clip, or look at the scale of the rewards. 0: nothing is learned.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_gradient_norm'), legend: 'norm' }],
          whenEmpty: 'beforeUpdate',
          isLogarithmic: true,
        },
        {
          kind: 'lines',
          title: 'Learning rate',
          description:
            'Of the latest update, schedules included. Not falling where it should: the schedule is longer than the run.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_learning_rate'), legend: 'learning rate' }],
          whenEmpty: 'beforeUpdate',
          min: 0,
        },
      ],
    },
  ],
};

export const ACTION_VALUES: Section = {
  title: 'Action values',
  lines: [
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Action value',
          description:
            'Mean value of the actions taken in the latest batch. Above the largest return possible: overestimation, try Double DQN.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_q_value_mean'), legend: 'Q' }],
          whenEmpty: 'noActionValues',
        },
        {
          kind: 'lines',
          title: 'TD error',
          description:
            'Mean absolute temporal-difference error of the latest batch. Growing together with the action values: divergence.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_td_error_mean'), legend: 'TD error' }],
          whenEmpty: 'noActionValues',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Epsilon',
          description:
            'Probability of a random action, mean over the environments of each chosen actor. Not falling: the schedule is longer than the run.',
          unit: units.PercentUnit,
          queries: [{ expr: gauge('manyhands_epsilon', CHOSEN_ACTORS), legend: 'actor {{actor}}' }],
          whenEmpty: 'noActionValues',
          min: 0,
          max: 1,
        },
      ],
    },
  ],
};
