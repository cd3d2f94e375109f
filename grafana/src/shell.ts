import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type AnnotationQuery,
  type DashboardLink,
  DashboardLinkType,
  type DataSourceRef,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Emptiness } from './emptiness.js';
import { gauge, growth } from './promql.js';

/** What all dashboards have around their panels. */

/** By this tag the dashboards find each other. */
export const TAG = 'manyhands';

/** Whatever Prometheus is chosen at the top of the page. */
export const DATASOURCE: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/** Variables that are asked of Prometheus. `$__range` is the span of time on show, `$__interval` the time between scrapes. */
export const VARIABLES = [
  {
    name: 'run',
    label: 'Run',
    // Every run that was there at any time on show, the one that was first seen last on top: that is the one chosen at first.
    expr: 'sort_desc(min by (run) (min_over_time(timestamp(manyhands_build_info)[$__range:$__interval])))',
    regex: '/run="(.*)"}/',
    sort: VariableSort.Disabled,
    isMulti: false,
  },
  {
    name: 'actor',
    label: 'Actor',
    expr:
      'max by (actor) (last_over_time(manyhands_ring_capacity_blocks[$__range])' +
      ' and on (job, instance) last_over_time(manyhands_build_info{run="$run"}[$__range]))',
    regex: '/actor="(.*)"}/',
    sort: VariableSort.NumericalAsc,
    isMulti: true,
  },
] as const;

/** Moments that are marked in every panel over time. */
export const ANNOTATIONS = [
  {
    name: 'Checkpoints',
    // The value of the series is the moment.
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
] as const satisfies readonly {
  readonly name: string;
  readonly expr: string;
  readonly isMoment: boolean;
  readonly title: string;
  readonly color: string;
  readonly whenEmpty: Emptiness;
}[];

export function variables(choosesActors: boolean): VariableModel[] {
  const datasource = new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .build();
  return [
    datasource,
    ...VARIABLES.filter(({ name }) => choosesActors || name !== 'actor').map(queryVariable),
  ];
}

function queryVariable({
  name,
  label,
  expr,
  regex,
  sort,
  isMulti,
}: (typeof VARIABLES)[number]): VariableModel {
  const query = `query_result(${expr})`;
  const variable = new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .definition(query)
    .query({ qryType: QUERY_RESULT, query, refId: `variable-${name}` })
    .regex(regex)
    .sort(sort)
    .refresh(VariableRefresh.OnTimeRangeChanged);
  return (isMulti ? variable.multi(true).includeAll(true).allValue('.*').current(ALL) : variable).build();
}

/** Number of `query_result` among the kinds of variable queries of Grafana's Prometheus data source. */
const QUERY_RESULT = 3;
const ALL = { selected: true, text: ['All'], value: ['$__all'] };

export const annotations = (): AnnotationQuery[] =>
  ANNOTATIONS.map(({ name, expr, isMoment, title, color }) => ({
    name,
    datasource: DATASOURCE,
    enable: true,
    hide: false,
    iconColor: color,
    expr,
    step: '5s',
    titleFormat: title,
    useValueForTime: isMoment,
  }));

/** To the other dashboards, with the same run over the same time. */
export const links = (): DashboardLink[] => [
  {
    title: 'manyhands',
    type: DashboardLinkType.Dashboards,
    icon: 'dashboard',
    tooltip: '',
    tags: [TAG],
    asDropdown: false,
    targetBlank: false,
    includeVars: true,
    keepTime: true,
  },
];
