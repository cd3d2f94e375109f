import type { Section } from '../panel-spec.js';
import { CHOSEN_ACTORS, rate, sum } from '../promql.js';
import { counted } from '../units.js';

export const RATES: Section = {
  title: 'Rates',
  lines: [
    {
      height: 8,
      panels: [
        {
          kind: 'lines',
          title: 'Environment steps by actor',
          description:
            'Steps per second of each chosen actor, and of all actors. One flat while others grow: it hangs, or waits for a ring that nobody empties.',
          unit: counted('steps/s'),
          queries: [
            { expr: sum(rate('manyhands_env_steps_total')), legend: 'all actors' },
            {
              expr: rate('manyhands_env_steps_total', CHOSEN_ACTORS),
              legend: 'actor {{actor}}',
            },
          ],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Blocks by actor',
          description:
            'Blocks that each chosen actor pushes to the learner per second. Far apart in async mode: the slow one shares its core with something else.',
          unit: counted('blocks/s'),
          queries: [
            {
              expr: rate('manyhands_blocks_total', CHOSEN_ACTORS),
              legend: 'actor {{actor}}',
            },
          ],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Updates',
          description: 'Gradient updates per second. Flat at 0: still warming up, starved, or stuck.',
          unit: counted('updates/s'),
          queries: [{ expr: sum(rate('manyhands_updates_total')), legend: 'updates' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Samples',
          description:
            'Transitions trained on per second, each as often as it was in a batch. Falling while updates stay: batches are cut short.',
          unit: counted('samples/s'),
          queries: [{ expr: sum(rate('manyhands_samples_total')), legend: 'samples' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
  ],
};
