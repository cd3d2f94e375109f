import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { gauge } from '../promql.js';
import { suffixed } from '../units.js';

export const POLICY: Section = {
  title: 'Policy and value function',
  lines: [
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Entropy',
          description:
            'Of the policy over the latest batch: at most the logarithm of the number of actions, below 0 for narrow Gaussians. Near its least long before the task is solved: the policy no longer explores, raise the entropy coefficient. Not falling at all: it does not learn.',
          unit: suffixed('nats'),
          queries: [{ expr: gauge('manyhands_entropy'), legend: 'entropy' }],
          whenEmpty: 'noPolicy',
        },
        {
          kind: 'lines',
          title: 'Explained variance',
          description:
            'Share of the variance of the returns that the value function explains, 1 at best. 0 is what a constant explains; below 0 for long: the value function is worse than none.',
          unit: units.NoUnit,
          queries: [{ expr: gauge('manyhands_explained_variance_ratio'), legend: 'explained' }],
          whenEmpty: 'noValueFunction',
          max: 1,
        },
        {
          kind: 'lines',
          title: 'KL divergence',
          description:
            'Between the policy that acted and the one that learns, estimated on the latest batch. Above a few hundredths: the steps are too long, lower the learning rate or make fewer epochs; in async mode also old data.',
          unit: suffixed('nats'),
          queries: [{ expr: gauge('manyhands_kl_divergence'), legend: 'KL' }],
          whenEmpty: 'noClipping',
          thresholds: [{ from: 0.05, color: 'orange' }],
        },
        {
          kind: 'lines',
          title: 'Clip ratio',
          description:
            'Share of the latest batch whose probability ratio is outside of the clip range, and so teaches the policy nothing more. Above 0.3: too many epochs or too long steps. Always 0: the clip range does nothing.',
          unit: units.PercentUnit,
          queries: [{ expr: gauge('manyhands_clip_ratio'), legend: 'clipped' }],
          whenEmpty: 'noClipping',
          min: 0,
          max: 1,
          thresholds: [{ from: 0.3, color: 'orange' }],
        },
      ],
    },
  ],
};
