import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RUN_SERIES } from '../../src/metrics/run-series.js';

const GRAFANA = new URL('../../../grafana/', import.meta.url);

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
  readonly targets: readonly { readonly refId: string; readonly expr: string }[];
}

const dashboards = readdirSync(new URL('dashboards/', GRAFANA)).map((file) => {
  const text = readFileSync(new URL(`dashboards/${file}`, GRAFANA), 'utf8');
  return { file, ...(JSON.parse(text) as { uid: string; panels: readonly Panel[] }) };
});
const panels = dashboards.flatMap(({ panels }) => panels);

/** A histogram is queried by the series it is exported as. */
const exported = new Set(
  Object.entries(RUN_SERIES).flatMap(([name, { type }]) =>
    type === 'histogram' ? [`${name}_sum`, `${name}_count`, `${name}_bucket`] : [name],
  ),
);

describe('the dashboards', () => {
  it('query nothing that a run does not export', () => {
    const queried = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/manyhands_\w+/g) ?? []),
    );
    expect(queried.length).toBeGreaterThan(15);
    expect(queried.filter((name) => !exported.has(name))).toEqual([]);
  });

  it('show every figure of policy gradients', () => {
    const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    for (const wanted of [
      'manyhands_loss{kind=~"policy|value"}',
      'manyhands_entropy',
      'manyhands_kl_divergence',
      'manyhands_clip_ratio',
      'manyhands_explained_variance_ratio',
      'manyhands_learning_rate',
    ])
      expect(queries).toContain(wanted);
  });

  it('need a replay table for nothing but to show it', () => {
    const queriesReplay = ({ targets }: Panel) =>
      targets.some(({ expr }) => expr.includes('manyhands_replay'));
    expect(panels.filter(queriesReplay).map(({ title }) => title)).toEqual(['Replay']);
  });

  it('lay no panel over another', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('give every panel an id of its own, a unit and a description, and every query a letter', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, description, fieldConfig, targets } of panels) {
      expect(description, title).toMatch(/\.$/);
      expect(fieldConfig.defaults.unit, title).toBeTruthy();
      expect(targets.map(({ refId }) => refId)).toEqual(targets.map((_, i) => String.fromCharCode(65 + i)));
    }
  });

  it('take rates over the interval that Grafana chooses', () => {
    const intervals = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\[[^\]]+\]/g) ?? []),
    );
    expect(new Set(intervals)).toEqual(new Set(['[$__rate_interval]']));
  });
});

describe('the provisioning', () => {
  it.each(['datasources/prometheus.yaml', 'dashboards/manyhands.yaml'])(
    '%s is version 1 of Grafana’s format',
    (file) => {
      expect(parse(readFileSync(new URL(`provisioning/${file}`, GRAFANA), 'utf8'))).toMatchObject({
        apiVersion: 1,
      });
    },
  );
});
