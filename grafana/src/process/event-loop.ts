import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { gauge, histogramRate } from '../promql.js';
import { counted } from '../units.js';

/** How late the event loop of the main thread may be before scrapes are. */
export const LATE_SECONDS = 0.1;

export const EVENT_LOOP: Section = {
  title: 'Event loop and garbage collection of the main thread',
  lines: [
    {
      height: 8,
      panels: [
        {
          kind: 'lines',
          title: 'Lag of the event loop',
          description:
            'How late it is at the scrape, and was since the one before. Above 0.1 s: scrapes and progress are late; training is not affected.',
          unit: units.Seconds,
          queries: [
            { expr: gauge('nodejs_eventloop_lag_seconds'), legend: 'at the scrape' },
            { expr: gauge('nodejs_eventloop_lag_p50_seconds'), legend: 'median' },
            { expr: gauge('nodejs_eventloop_lag_p99_seconds'), legend: '99 %' },
            { expr: gauge('nodejs_eventloop_lag_max_seconds'), legend: 'largest' },
          ],
          whenEmpty: 'unscraped',
          min: 0,
          thresholds: [{ from: LATE_SECONDS, color: 'orange' }],
        },
        {
          kind: 'stack',
          title: 'Time in garbage collection',
          description:
            'Share of the time of the main thread, by kind of collection. Above a tenth: it makes too many objects, and scrapes are late.',
          unit: units.PercentUnit,
          queries: [{ expr: histogramRate('nodejs_gc_duration_seconds', 'sum'), legend: '{{kind}}' }],
          whenEmpty: 'beforeCollection',
          min: 0,
          thresholds: [{ from: 0.1, color: 'orange' }],
        },
        {
          kind: 'stack',
          title: 'Garbage collections',
          description:
            'Per second, by kind. Many major ones: the heap is nearly full of objects that are kept.',
          unit: counted('pauses/s'),
          queries: [{ expr: histogramRate('nodejs_gc_duration_seconds', 'count'), legend: '{{kind}}' }],
          whenEmpty: 'beforeCollection',
          min: 0,
        },
      ],
    },
  ],
};
