import * as units from '@grafana/grafana-foundation-sdk/units';
import type { DashboardSpec, Section } from '../panel-spec.js';
import { age, gauge, rate, ratio } from '../promql.js';
import { suffixed } from '../units.js';
import { EVENT_LOOP, LATE_SECONDS } from './event-loop.js';
import { CPU_AND_MEMORY } from './memory.js';
import { RESOURCES } from './resources.js';

const NUMBERS: Section = {
  lines: [
    {
      height: 4,
      panels: [
        {
          kind: 'stat',
          title: 'Cores in use',
          description:
            'CPU time of all threads per second of wall time. Far below the number of threads: they wait; at the number of cores: no more actors will help.',
          unit: suffixed('cores'),
          queries: [{ expr: rate('process_cpu_seconds_total'), legend: 'cores' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'stat',
          title: 'Memory',
          description: 'Resident memory of all threads, shared memory included. Growing for long: a leak.',
          unit: units.BytesIEC,
          queries: [{ expr: gauge('process_resident_memory_bytes'), legend: 'resident' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'stat',
          title: 'Event loop lag',
          description:
            'How late the event loop of the main thread was between two scrapes, 99th percentile. Above 0.1 s: scrapes and progress are late; training is not affected.',
          unit: units.Seconds,
          queries: [{ expr: gauge('nodejs_eventloop_lag_p99_seconds'), legend: '99 %' }],
          whenEmpty: 'unscraped',
          min: 0,
          thresholds: [{ from: LATE_SECONDS, color: 'orange' }],
        },
        {
          kind: 'stat',
          title: 'Open files',
          description:
            'Open files and sockets as a share of the limit. Growing: they are not closed; at 1 nothing can be opened.',
          unit: units.PercentUnit,
          queries: [{ expr: ratio('process_open_fds', 'process_max_fds'), legend: 'open' }],
          whenEmpty: 'unscraped',
          min: 0,
          max: 1,
          thresholds: [
            { from: 0.5, color: 'orange' },
            { from: 0.9, color: 'red' },
          ],
        },
        {
          kind: 'stat',
          title: 'Uptime',
          description: 'Since the process started. Shorter than you remember: it was restarted.',
          unit: units.Seconds,
          queries: [{ expr: age('process_start_time_seconds'), legend: 'uptime' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
  ],
};

const IDENTITY: Section = {
  title: 'What runs',
  lines: [
    {
      height: 3,
      panels: [
        {
          kind: 'text',
          title: 'Run',
          description:
            'The algorithm, the environment, the engine that computes updates, and the versions. Two at one time: two processes serve runs of the same name.',
          unit: units.NoUnit,
          queries: [
            {
              expr: 'manyhands_build_info{run="$run"}',
              legend:
                '{{algorithm}} on {{environment}}, engine {{engine}}, manyhands {{version}}, Node.js {{node}}, {{instance}}',
            },
          ],
          whenEmpty: 'unscraped',
        },
      ],
    },
  ],
};

export const PROCESS: DashboardSpec = {
  uid: 'manyhands-process',
  title: 'Process',
  description:
    'What the process takes of the machine. CPU time, memory and files are of all threads; heap, event loop and garbage collection are of the main thread alone, which only coordinates.',
  sections: [NUMBERS, IDENTITY, CPU_AND_MEMORY, EVENT_LOOP, RESOURCES],
};
