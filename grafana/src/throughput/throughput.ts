import * as units from '@grafana/grafana-foundation-sdk/units';
import type { DashboardSpec, Section } from '../panel-spec.js';
import { rate, sum } from '../promql.js';
import { counted } from '../units.js';
import { ACTORS } from './actors.js';
import { RATES } from './rates.js';
import { STORAGE } from './storage.js';
import { TIME } from './time.js';
import { UPDATES } from './updates.js';
import { waitingActors, waitingLearner, WAITING } from './waiting.js';

const NUMBERS: Section = {
  lines: [
    {
      height: 4,
      panels: [
        {
          kind: 'stat',
          title: 'Environment steps/s',
          description:
            'Steps per second, all actors together. 0: the actors wait, see where their time goes.',
          unit: counted('steps/s'),
          queries: [{ expr: sum(rate('manyhands_env_steps_total')), legend: 'steps' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'stat',
          title: 'Updates/s',
          description: 'Gradient updates per second. 0: still warming up, starved, or stuck.',
          unit: counted('updates/s'),
          queries: [{ expr: sum(rate('manyhands_updates_total')), legend: 'updates' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'stat',
          title: 'Samples/s',
          description:
            'Transitions trained on per second, each as often as it was in a batch. Divided by the updates it is the batch size; far from that of the config: batches are cut short.',
          unit: counted('samples/s'),
          queries: [{ expr: sum(rate('manyhands_samples_total')), legend: 'samples' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'stat',
          title: 'Learner waits',
          description:
            'Share of its time that the learner waits for data. Above half: add actors or environments.',
          unit: units.PercentUnit,
          queries: [{ expr: waitingLearner, legend: 'wait_data' }],
          whenEmpty: 'unscraped',
          min: 0,
          max: 1,
          thresholds: WAITING,
        },
        {
          kind: 'stat',
          title: 'Actors wait',
          description:
            'Share of their time that actors wait for a free block in their rings, mean over actors. Above half: the learner is what limits the run.',
          unit: units.PercentUnit,
          queries: [{ expr: waitingActors, legend: 'wait_ring' }],
          whenEmpty: 'unscraped',
          min: 0,
          max: 1,
          thresholds: WAITING,
        },
      ],
    },
  ],
};

export const THROUGHPUT: DashboardSpec = {
  uid: 'manyhands-throughput',
  title: 'Throughput',
  description: 'How fast is it, and who waits for whom?',
  sections: [NUMBERS, RATES, TIME, STORAGE, UPDATES, ACTORS],
};
