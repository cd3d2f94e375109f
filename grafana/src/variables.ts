import {
  VariableRefresh,
  VariableSort,
  VariableType,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DATASOURCE } from './datasource.js';
import { panelsOf, type DashboardSpec } from './panel-spec.js';

/** What is chosen at the top of a page, and stands in its queries as `$name`. */
interface Variable {
  readonly name: 'run' | 'actor';
  readonly label: string;
  /** PromQL: one series for each choice. `$__range` is the time on show, `$__interval` the time between scrapes. */
  readonly expr: string;
}

const RUN: Variable = {
  name: 'run',
  label: 'Run',
  // Every run that was there at any moment on show. The one that began last is on top, and so the one that is chosen at first.
  expr: 'sort_desc(min by (run) (min_over_time(timestamp(manyhands_build_info)[$__range:$__interval])))',
};

const ACTOR: Variable = {
  name: 'actor',
  label: 'Actor',
  expr:
    'max by (actor) (last_over_time(manyhands_ring_capacity_blocks[$__range])' +
    ' and on (job, instance) last_over_time(manyhands_build_info{run="$run"}[$__range]))',
};

/** The variables whose choices Prometheus is asked for: those that the dashboard has a use for. */
export function variablesOf(dashboard: DashboardSpec): readonly Variable[] {
  const queries = panelsOf(dashboard).flatMap(({ queries }) => queries);
  return queries.some(({ expr }) => expr.includes('$actor')) ? [RUN, ACTOR] : [RUN];
}

export const variableModels = (dashboard: DashboardSpec): VariableModel[] => [
  { name: 'datasource', label: 'Data source', type: VariableType.Datasource, query: 'prometheus' },
  ...variablesOf(dashboard).map((variable) =>
    variable === ACTOR
      ? { ...asked(variable), sort: VariableSort.NumericalAsc, ...ANY_NUMBER }
      : { ...asked(variable), sort: VariableSort.Disabled },
  ),
];

function asked({ name, label, expr }: Variable): VariableModel {
  const query = `query_result(${expr})`;
  return {
    name,
    label,
    type: VariableType.Query,
    datasource: DATASOURCE,
    definition: query,
    query: { qryType: QUERY_RESULT, query, refId: `variable-${name}` },
    // A result reads `{run="the name"} 1 1700000000000`.
    regex: `/${name}="(.*)"}/`,
    refresh: VariableRefresh.OnTimeRangeChanged,
  };
}

/** Number of `query_result` among the kinds of variable queries of Grafana's Prometheus data source. */
const QUERY_RESULT = 3;

/** As many as one likes, and all of them at first. */
const ANY_NUMBER = {
  multi: true,
  includeAll: true,
  allValue: '.*',
  current: { selected: true, text: ['All'], value: ['$__all'] },
};
