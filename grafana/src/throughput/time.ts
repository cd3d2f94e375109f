import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { CHOSEN_ACTORS, rate, sharesBy } from '../promql.js';
import { waitingByActor, WAITING } from './waiting.js';

export const TIME: Section = {
  title: 'Where time goes',
  lines: [
    {
      height: 9,
      panels: [
        {
          kind: 'shares',
          title: 'Learner',
          description:
            'Where the time of the learner goes. wait_data above half: add actors or environments. publish or checkpoint large: do it less often.',
          unit: units.PercentUnit,
          queries: [
            { expr: sharesBy('state', rate('manyhands_learner_time_seconds_total')), legend: '{{state}}' },
          ],
          whenEmpty: 'unscraped',
          min: 0,
          max: 1,
        },
        {
          kind: 'shares',
          title: 'Actors',
          description:
            'Where the time of the chosen actors goes. wait_ring above half: the learner is the bottleneck. wait_weights is the price of sync mode; large with a lag of 1: updates take longer than acting.',
          unit: units.PercentUnit,
          queries: [
            {
              expr: sharesBy('state', rate('manyhands_actor_time_seconds_total', CHOSEN_ACTORS)),
              legend: '{{state}}',
            },
          ],
          whenEmpty: 'unscraped',
          min: 0,
          max: 1,
        },
        {
          kind: 'lines',
          title: 'Waiting for a free block, by actor',
          description:
            'Share of its time that each chosen actor waits for the learner to empty its ring. Above half: the learner is what limits the run. One far below the others: it is slower than they are.',
          unit: units.PercentUnit,
          queries: [{ expr: waitingByActor, legend: 'actor {{actor}}' }],
          whenEmpty: 'unscraped',
          min: 0,
          max: 1,
          thresholds: WAITING,
        },
      ],
    },
  ],
};
