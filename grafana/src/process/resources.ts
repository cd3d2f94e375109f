import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { gauge } from '../promql.js';

export const RESOURCES: Section = {
  title: 'Files and handles',
  lines: [
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Open files and sockets',
          description: 'As many as the process has open, and may have. Growing: they are not closed.',
          unit: units.Short,
          queries: [
            { expr: gauge('process_open_fds'), legend: 'open' },
            { expr: gauge('process_max_fds'), legend: 'limit' },
          ],
          whenEmpty: 'unscraped',
          isLogarithmic: true,
        },
        {
          kind: 'stack',
          title: 'What keeps the event loop alive',
          description:
            'Sockets, timers, worker threads and the like, by type. Growing: something is never closed.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('nodejs_active_resources'), legend: '{{type}}' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
  ],
};
