import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { CHOSEN_ACTORS, buckets, mean, ofRun } from '../promql.js';
import { suffixed } from '../units.js';

/** Neither side of the subtraction alone tells anything: both only grow. */
const versionsBehind = ofRun(
  `(manyhands_policy_version - on (job, instance) group_right () manyhands_actor_policy_version{${CHOSEN_ACTORS}})`,
);

export const STALENESS: Section = {
  title: 'Staleness',
  lines: [
    {
      height: 7,
      panels: [
        {
          kind: 'lines',
          title: 'Mean policy lag',
          description:
            'Versions of the weights between the policy that made a block and the newest when the learner took it, mean. Above the lag of a sync run: a bug. Large in async mode: smaller blocks or rings, or a correction such as V-trace.',
          unit: suffixed('versions'),
          queries: [{ expr: mean('manyhands_policy_lag_updates'), legend: 'mean' }],
          whenEmpty: 'beforeUpdate',
          min: 0,
        },
        {
          kind: 'heatmap',
          title: 'Policy lags',
          description:
            'How the lags of blocks are spread: blocks per second in each range of versions. A few far above the others: an actor was held up, or restarted.',
          unit: units.NoUnit,
          queries: [{ expr: buckets('manyhands_policy_lag_updates'), legend: '{{le}}' }],
          whenEmpty: 'beforeUpdate',
        },
        {
          kind: 'lines',
          title: 'Versions behind',
          description:
            'By how many versions the weights that each chosen actor acts with are older than the newest. One actor far behind the others: it is stuck in a long block.',
          unit: suffixed('versions'),
          queries: [{ expr: versionsBehind, legend: 'actor {{actor}}' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
  ],
};
