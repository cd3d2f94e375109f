import { describe, expect, it } from 'vitest';
import { PROCESS_SERIES } from '../../grafana/src/process-series.js';
import { dashboardQueries } from '../../grafana/src/queries.js';
import { createRunRegistry } from '../../src/metrics/prometheus.js';
import { RUN_SERIES } from '../../src/metrics/run-series.js';
import { freshSource } from '../metrics/support/sample-source.js';
import { committedDashboards, drawnPanels } from './support/dashboard-json.js';

interface Known {
  readonly type: string;
  readonly labels: readonly string[];
}

/** By the names that Prometheus knows them by, with their labels. */
const exported = new Map(
  Object.entries<Known>({ ...RUN_SERIES, ...PROCESS_SERIES }).flatMap(([name, { type, labels }]) =>
    type === 'histogram'
      ? ['_bucket', '_sum', '_count'].map((part): [string, readonly string[]] => [
          name + part,
          part === '_bucket' ? [...labels, 'le'] : labels,
        ])
      : [[name, labels] as [string, readonly string[]]],
  ),
);
/** What Prometheus adds to every series it scrapes. */
const TARGET_LABELS = ['job', 'instance'];

/** Series and the labels they are selected by: `name{label="..."}`. */
const selectorsOf = (expr: string) =>
  Array.from(
    expr.matchAll(/\b((?:manyhands|process|nodejs)_\w+)(?:\{([^}]*)\})?/g),
    ([, name, matchers]) => ({
      name: name!,
      labels: Array.from((matchers ?? '').matchAll(/(\w+)=~?"/g), (match) => match[1]!),
    }),
  );

const dashboards = committedDashboards();
const targets = dashboards
  .flatMap(drawnPanels)
  .flatMap(({ title, targets }) => targets!.map((target) => ({ title, ...target })));
const queries = dashboardQueries({ run: 'a "run"', actor: '0|1', rateInterval: '4s' });

describe('the queries of the dashboards', () => {
  it('ask for nothing that a run does not export, by no label that it does not have', () => {
    const selectors = queries.flatMap(({ expr }) => selectorsOf(expr));
    expect(selectors.length).toBeGreaterThan(100);
    const unknown = selectors.filter(({ name, labels }) => {
      const known = exported.get(name);
      return !known || labels.some((label) => !known.includes(label));
    });
    expect(unknown).toEqual([]);
  });

  it('name their lines by labels that they have', () => {
    for (const { title, expr, legendFormat } of targets) {
      const grouped = /^sum by \((\w+)\)/.exec(expr)?.[1];
      const labels =
        grouped === undefined ? selectorsOf(expr).flatMap(({ name }) => exported.get(name)!) : [grouped];
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        expect([...labels, ...TARGET_LABELS], `${title}: ${expr}`).toContain(label);
    }
  });

  it('group by labels that they have', () => {
    for (const { title, expr } of targets)
      for (const [, label] of expr.matchAll(/\bby \((\w+)\)/g))
        expect(
          selectorsOf(expr).flatMap(({ name }) => exported.get(name)!),
          title,
        ).toContain(label);
  });

  it('show every series of a run', () => {
    const asked = new Set(targets.flatMap(({ expr }) => selectorsOf(expr).map(({ name }) => name)));
    const unseen = Object.entries<Known>(RUN_SERIES)
      .filter(
        ([name, { type }]) =>
          !asked.has(type === 'histogram' ? `${name}_sum` : name) && !asked.has(`${name}_bucket`),
      )
      .map(([name]) => name);
    expect(unseen).toEqual([]);
  });

  it('take rates over the interval that Grafana chooses', () => {
    const windows = targets.flatMap(({ expr }) => expr.match(/\[[^\]]+\]|offset [\w$]+/g) ?? []);
    expect(new Set(windows)).toEqual(new Set(['[$__rate_interval]', 'offset $__rate_interval']));
  });
});

describe('dashboardQueries', () => {
  it('lists every query of every panel, and those of variables and annotations', () => {
    const listed = ({ uid }: { readonly uid: string }) =>
      queries.filter(({ dashboard }) => dashboard === uid);
    for (const dashboard of dashboards) {
      const { templating, annotations } = dashboard;
      expect(listed(dashboard).map(({ panel, refId }) => `${panel} ${refId}`)).toEqual([
        ...templating.list.slice(1).map(({ name }) => `variable ${name} A`),
        ...annotations.list.map(({ name }) => `annotation ${name} A`),
        ...drawnPanels(dashboard).flatMap(({ title, targets }) =>
          targets!.map(({ refId }) => `${title} ${refId}`),
        ),
      ]);
    }
  });

  it('puts values in the place of every variable', () => {
    expect(queries.filter(({ expr }) => expr.includes('$'))).toEqual([]);
    const exprOf = (wanted: string) => queries.find(({ panel }) => panel === wanted)?.expr;
    expect(exprOf('Epsilon')).toBe(
      'manyhands_epsilon{actor=~"0|1"} and on (job, instance) manyhands_build_info{run="a \\"run\\""}',
    );
    expect(exprOf('Episodes')).toContain('rate(manyhands_episodes_total[4s])');
  });

  it('tells what may stay empty for a whole run', () => {
    const mayStayEmpty = new Set(
      queries.filter((query) => query.mayStayEmpty).map(({ whenEmpty }) => whenEmpty),
    );
    expect([...mayStayEmpty].sort()).toEqual([
      'noActionValues',
      'noClipping',
      'noEvaluation',
      'noPolicy',
      'noReplay',
      'noRestart',
      'noValueFunction',
    ]);
  });
});

describe('PROCESS_SERIES', () => {
  it.runIf(process.platform === 'linux')(
    'names series that a run exports, with their types and labels',
    () => {
      const registered = new Map(
        createRunRegistry(freshSource)
          .getMetricsAsArray()
          .map((metric) => [metric.name, metric]),
      );
      for (const [name, { type, labels }] of Object.entries(PROCESS_SERIES)) {
        expect(registered.get(name), name).toMatchObject({ type });
        expect(registered.get(name), name).toMatchObject({ labelNames: [...labels] });
      }
    },
  );
});
