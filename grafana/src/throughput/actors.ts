import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { CHOSEN_ACTORS, age, gauge, growth, sumBy } from '../promql.js';

export const ACTORS: Section = {
  title: 'Health of the actors',
  lines: [
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Since the last sign of life',
          description:
            'Of each chosen actor. More than a few seconds: it hangs in the environment, and is about to be restarted (after 10 s, if actors.heartbeatTimeoutSeconds says nothing else).',
          unit: units.Seconds,
          queries: [
            {
              expr: age('manyhands_actor_heartbeat_timestamp_seconds', CHOSEN_ACTORS),
              legend: 'actor {{actor}}',
            },
          ],
          whenEmpty: 'unscraped',
          min: 0,
          thresholds: [{ from: 5, color: 'orange' }],
        },
        {
          kind: 'stack',
          title: 'Actors by state',
          description: 'Running, restarting or stopped. Fewer running than configured: see the restarts.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_actors'), legend: '{{state}}' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'bars',
          title: 'Restarts by reason',
          description:
            'Actors restarted within the last few scrapes, by reason. Again and again: the environment crashes; the log has the stack.',
          unit: units.NoUnit,
          queries: [
            { expr: sumBy('reason', growth('manyhands_actor_restarts_total')), legend: '{{reason}}' },
          ],
          whenEmpty: 'noRestart',
          min: 0,
        },
      ],
    },
  ],
};
