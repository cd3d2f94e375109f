import { ANNOTATIONS } from './annotations.js';
import { DASHBOARDS } from './dashboards.js';
import { EMPTINESS, type Emptiness } from './emptiness.js';
import { panelsOf, type DashboardSpec, type PanelQuery, type PanelSpec } from './panel-spec.js';
import { refIdOf } from './panels.js';
import { variablesOf } from './variables.js';

/** A query as Prometheus would be asked it. */
export interface RunnableQuery {
  /** `manyhands-training`, ... */
  readonly dashboard: string;
  /** Title of the panel, or `annotation <name>`, or `variable <name>`. */
  readonly panel: string;
  /** `A`, `B`, ...: unique in its panel. */
  readonly refId: string;
  readonly expr: string;
  readonly whenEmpty: Emptiness;
  /** Whether it may return nothing for a whole run that is as it should be. */
  readonly mayStayEmpty: boolean;
}

/** What stands in for Grafana's variables. */
export interface VariableValues {
  /** Name of the run's directory: the label `run` of `manyhands_build_info`. */
  readonly run: string;
  /** Regular expression for indices of actors. All, if not given. */
  readonly actor?: string;
  /** What `$__rate_interval` is: at least four scrapes. `20s`, if not given. */
  readonly rateInterval?: string;
}

/** Every query of every dashboard, those of variables and annotations included, ready to be sent to a Prometheus. */
export function dashboardQueries(values: VariableValues): readonly RunnableQuery[] {
  return DASHBOARDS.flatMap((dashboard) =>
    askersOf(dashboard).flatMap(({ title, queries, whenEmpty: whenAllEmpty }) =>
      queries.map(({ expr, whenEmpty = whenAllEmpty }, i) => ({
        dashboard: dashboard.uid,
        panel: title,
        refId: refIdOf(i),
        expr: withValues(expr, values),
        whenEmpty,
        mayStayEmpty: EMPTINESS[whenEmpty].lasts,
      })),
    ),
  );
}

type Asker = Pick<PanelSpec, 'title' | 'whenEmpty'> & {
  readonly queries: readonly Omit<PanelQuery, 'legend'>[];
};

function askersOf(dashboard: DashboardSpec): readonly Asker[] {
  return [
    ...variablesOf(dashboard).map(({ name, expr }) => {
      return { title: `variable ${name}`, queries: [{ expr }], whenEmpty: 'unscraped' as const };
    }),
    ...ANNOTATIONS.map(({ name, expr, whenEmpty }) => {
      return { title: `annotation ${name}`, queries: [{ expr }], whenEmpty };
    }),
    ...panelsOf(dashboard),
  ];
}

/** The run's name stands in a string, and is escaped. */
function withValues(expr: string, { run, actor = '.*', rateInterval = '20s' }: VariableValues): string {
  const values: Readonly<Record<string, string>> = {
    $run: run.replace(/[\\"]/g, '\\$&'),
    $actor: actor,
    $__rate_interval: rateInterval,
    $__range: '15m',
    $__interval: '5s',
  };
  return expr.replace(/\$\w+/g, (variable) => values[variable] ?? variable);
}
