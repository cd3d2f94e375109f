import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { age, gauge, sum, total } from '../promql.js';

export const DURABILITY: Section = {
  title: 'Failures and checkpoints',
  lines: [
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Non-finite values by place',
          description:
            'NaN and infinity found so far, by where. Anything but 0: the run stops with the last finite weights; lower the learning rate or clip gradients.',
          unit: units.NoUnit,
          queries: [{ expr: total('manyhands_nonfinite_total'), legend: '{{where}}' }],
          whenEmpty: 'unscraped',
          min: 0,
          thresholds: [{ from: 1, color: 'red' }],
        },
        {
          kind: 'lines',
          title: 'Checkpoints',
          description:
            'Checkpoints written so far, and those that could not be. Any failure: the disk is full or read-only; the log says which.',
          unit: units.NoUnit,
          queries: [
            { expr: sum(total('manyhands_checkpoints_total')), legend: 'written' },
            { expr: sum(total('manyhands_checkpoint_failures_total')), legend: 'failed' },
          ],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Age of the newest checkpoint',
          description: 'Since a checkpoint was last written. Old: that much work is lost in a crash.',
          unit: units.Seconds,
          queries: [{ expr: age('manyhands_checkpoint_last_success_timestamp_seconds'), legend: 'age' }],
          whenEmpty: 'beforeCheckpoint',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Checkpoint duration',
          description:
            'Wall time of writing the latest checkpoint, in which the learner does not train. Seconds: a slow disk.',
          unit: units.Seconds,
          queries: [{ expr: gauge('manyhands_checkpoint_duration_seconds'), legend: 'duration' }],
          whenEmpty: 'beforeCheckpoint',
          min: 0,
          thresholds: [{ from: 1, color: 'orange' }],
        },
      ],
    },
  ],
};
