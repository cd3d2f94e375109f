import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { age, buckets, quantile, rate, sum } from '../promql.js';

export const UPDATES: Section = {
  title: 'Updates and weights',
  lines: [
    {
      height: 8,
      panels: [
        {
          kind: 'lines',
          title: 'Update duration',
          description:
            'Wall time of one update, from sampling the batch to the new weights. A long tail: more threads than cores.',
          unit: units.Seconds,
          queries: [
            { expr: quantile(0.5, 'manyhands_update_duration_seconds'), legend: 'median' },
            { expr: quantile(0.9, 'manyhands_update_duration_seconds'), legend: '90 %' },
            { expr: quantile(0.99, 'manyhands_update_duration_seconds'), legend: '99 %' },
          ],
          whenEmpty: 'beforeUpdate',
          isLogarithmic: true,
        },
        {
          kind: 'heatmap',
          title: 'Update durations',
          description:
            'Updates per second in each range of durations. Two bands: something else takes the core of the learner from time to time.',
          unit: units.Seconds,
          queries: [{ expr: buckets('manyhands_update_duration_seconds'), legend: '{{le}}' }],
          whenEmpty: 'beforeUpdate',
        },
      ],
    },
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Age of the newest weights',
          description:
            'Since weights were last published to the actors. Growing: the learner is stuck, or waits for data.',
          unit: units.Seconds,
          queries: [{ expr: age('manyhands_weights_published_timestamp_seconds'), legend: 'age' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Weights published',
          description:
            'Bytes of weights published to the actors per second. Near the memory bandwidth: publish less often.',
          unit: units.BytesPerSecondIEC,
          queries: [{ expr: sum(rate('manyhands_weights_published_bytes_total')), legend: 'published' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
  ],
};
