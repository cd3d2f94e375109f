import * as units from '@grafana/grafana-foundation-sdk/units';
import { describe, expect, it } from 'vitest';
import { dashboardFiles } from '../../grafana/src/dashboards.js';
import {
  committedDashboards,
  committedFiles,
  drawnPanels,
  type PanelJson,
} from './support/dashboard-json.js';

const dashboards = committedDashboards();

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
/** Grafana's own units, and words after a number. */
const isUnit = (unit: string) =>
  Object.values<unknown>(units).includes(unit) || /^(?:count:|suffix: )[a-z]+(?:\/s)?$/.test(unit);

describe('grafana/dashboards', () => {
  it('is what its sources write; else run: npm run build:dashboards', () => {
    expect(Object.fromEntries(committedFiles())).toEqual(Object.fromEntries(dashboardFiles()));
  });

  it('is written the same every time', () => {
    expect([...dashboardFiles()]).toEqual([...dashboardFiles()]);
  });

  it('has addresses that do not change', () => {
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual([
      'manyhands-process',
      'manyhands-throughput',
      'manyhands-training',
    ]);
  });
});

describe.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))('%s', (_, dashboard) => {
  const { panels } = dashboard;
  const drawn = drawnPanels(dashboard);

  it('shows the last 15 minutes, and follows', () => {
    expect(dashboard).toMatchObject({ time: { from: 'now-15m', to: 'now' }, refresh: '5s' });
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(39);
  });

  it('links to the others with the same run over the same time', () => {
    expect(dashboard.links).toMatchObject([
      { type: 'dashboards', tags: ['manyhands'], includeVars: true, keepTime: true },
    ]);
    expect(dashboard.tags).toContain('manyhands');
  });

  it('begins with five numbers', () => {
    expect(panels.slice(0, 6).map(({ type }) => type)).toEqual([...Array<string>(5).fill('stat'), 'row']);
  });

  it('gives every panel an id and a title of its own', () => {
    expect(panels.map(({ id }) => id)).toEqual(panels.map((__, i) => i + 1));
    expect(new Set(drawn.map(({ title }) => title)).size).toBe(drawn.length);
  });

  it('says of every panel what it shows, what a bad value means, in what unit, and what nothing means', () => {
    for (const { title, description, fieldConfig } of drawn) {
      expect(description, title).toMatch(/^[A-Z].*[.:;] .*\.$/);
      expect(fieldConfig?.defaults.unit, title).toSatisfy(isUnit);
      expect(fieldConfig?.defaults.noValue, title).toMatch(/^[A-Z]/);
    }
  });

  it('keeps limits in order and within the axis', () => {
    for (const { title, fieldConfig } of drawn) {
      const { min = -Infinity, max = Infinity, thresholds } = fieldConfig!.defaults;
      const [base, ...limits] = thresholds!.steps.map(({ value }) => value);
      expect(base, title).toBeNull();
      expect(limits, title).toEqual(limits.toSorted((a, b) => a! - b!));
      expect(min, title).toBeLessThan(max);
      for (const limit of limits) expect(limit! >= min && limit! <= max, title).toBe(true);
    }
  });

  it('asks the chosen data source, by letters that are unique in their panel', () => {
    for (const { title, datasource, targets } of drawn) {
      expect(datasource, title).toEqual(DATASOURCE);
      expect(targets!.map(({ refId }) => refId)).toEqual(targets!.map((__, i) => 'ABCDEFG'[i]));
      for (const target of targets!) {
        expect(target.datasource, title).toEqual(DATASOURCE);
        expect(target.legendFormat, title).not.toBe('');
      }
    }
  });

  it('lays no panel over another, and fills every line', () => {
    let y = 0;
    for (const top of new Set(panels.map(({ gridPos }) => gridPos.y))) {
      const line = panels.filter(({ gridPos }) => gridPos.y === top);
      const height = line[0]!.gridPos.h;
      expect({ top, ...outlineOf(line) }).toEqual({ top: y, from: 0, to: 24, height });
      y += height;
    }
  });

  it('offers the variables that its queries use, and no other', () => {
    const text = JSON.stringify({ panels, annotations: dashboard.annotations });
    const used = ['datasource', 'run', 'actor'].filter(
      (name) => text.includes(`$${name}`) || text.includes(`\${${name}}`),
    );
    expect(dashboard.templating.list.map(({ name }) => name)).toEqual(used);
  });
});

/** Of panels side by side; NaN where there is a gap, an overlap or a step between them. */
function outlineOf(line: readonly PanelJson[]) {
  let x = line[0]!.gridPos.x;
  for (const { gridPos } of line) x = gridPos.x === x ? x + gridPos.w : NaN;
  const heights = new Set(line.map(({ gridPos }) => gridPos.h));
  return { from: line[0]!.gridPos.x, to: x, height: heights.size === 1 ? [...heights][0] : NaN };
}
