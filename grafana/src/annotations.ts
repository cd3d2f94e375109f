import type { AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';
import { DATASOURCE } from './datasource.js';
import type { Emptiness } from './emptiness.js';
import { gauge, growth } from './promql.js';

/** Events that are marked in every panel over time. */
interface Annotation {
  readonly name: string;
  readonly expr: string;
  /** Whether the values of the series are the moments, in milliseconds; else it happened whenever the series is above 0. */
  readonly isMoment: boolean;
  readonly title: string;
  readonly color: string;
  readonly whenEmpty: Emptiness;
}

export const ANNOTATIONS: readonly Annotation[] = [
  {
    name: 'Checkpoints',
    expr: `1000 * (${gauge('manyhands_checkpoint_last_success_timestamp_seconds')})`,
    isMoment: true,
    title: 'Checkpoint',
    color: 'blue',
    whenEmpty: 'beforeCheckpoint',
  },
  {
    name: 'Restarts',
    expr: `sum by (actor, reason) (${growth('manyhands_actor_restarts_total')}) > 0`,
    isMoment: false,
    title: 'Actor {{actor}} restarted: {{reason}}',
    color: 'red',
    whenEmpty: 'noRestart',
  },
];

export const annotationModels = (): AnnotationQuery[] =>
  ANNOTATIONS.map(({ name, expr, isMoment, title, color }) => ({
    name,
    datasource: DATASOURCE,
    enable: true,
    hide: false,
    iconColor: color,
    expr,
    // Grafana asks once a minute by default, and would miss checkpoints.
    step: '5s',
    titleFormat: title,
    useValueForTime: isMoment,
  }));
