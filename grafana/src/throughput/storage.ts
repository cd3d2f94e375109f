import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { CHOSEN_ACTORS, rate, ratio, sum } from '../promql.js';

export const STORAGE: Section = {
  title: 'Rings and replay',
  lines: [
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Ring fill',
          description:
            'Share of the ring of each chosen actor that waits for the learner. At 1: the actor is blocked. Always 0 while the learner waits for data: the actors are too slow.',
          unit: units.PercentUnit,
          queries: [
            {
              expr: ratio('manyhands_ring_blocks', 'manyhands_ring_capacity_blocks', CHOSEN_ACTORS),
              legend: 'actor {{actor}}',
            },
          ],
          whenEmpty: 'unscraped',
          min: 0,
          max: 1,
        },
        {
          kind: 'lines',
          title: 'Replay fill',
          description:
            'Share of the replay table that is in use. Falling: a bug, the table only grows until it is full. Full long before the policy is good: it forgets what it learned first.',
          unit: units.PercentUnit,
          queries: [
            {
              expr: ratio('manyhands_replay_size_transitions', 'manyhands_replay_capacity_transitions'),
              legend: 'in use',
            },
          ],
          whenEmpty: 'noReplay',
          min: 0,
          max: 1,
        },
        {
          kind: 'lines',
          title: 'Replay ratio',
          description:
            'Transitions drawn for each one that is put in. Far from the configured samples per insert: the rate limiter waits for one side.',
          unit: units.NoUnit,
          queries: [
            {
              expr: `${sum(rate('manyhands_replay_samples_total'))} / ${sum(rate('manyhands_replay_inserts_total'))}`,
              legend: 'samples per insert',
            },
          ],
          whenEmpty: 'noReplay',
          min: 0,
        },
      ],
    },
  ],
};
