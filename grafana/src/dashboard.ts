import {
  DashboardCursorSync,
  DashboardLinkType,
  defaultDashboard,
  RowBuilder,
  type DashboardLink,
  type GridPos,
  type Panel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { annotationModels } from './annotations.js';
import type { DashboardSpec, Line, Section } from './panel-spec.js';
import { panelOf } from './panels.js';
import { variableModels } from './variables.js';

/** By this tag the dashboards find each other. */
const TAG = 'manyhands';

/** Columns of Grafana's grid. */
const NUM_COLUMNS = 24;

/** The SDK calls it deprecated in favour of version 2, which older Grafanas cannot read. */
export type ClassicDashboard = ReturnType<typeof defaultDashboard>;

/** A dashboard in Grafana's classic JSON model, which old and new ones can be provisioned with. */
export function dashboardOf(dashboard: DashboardSpec): ClassicDashboard {
  const { uid, title, description, sections } = dashboard;
  return {
    uid,
    title: `manyhands: ${title}`,
    description,
    ...defaultDashboard(),
    tags: [TAG, 'reinforcement-learning'],
    graphTooltip: DashboardCursorSync.Crosshair,
    time: { from: 'now-15m', to: 'now' },
    refresh: '5s',
    templating: { list: variableModels(dashboard) },
    annotations: { list: annotationModels() },
    links: [toTheOthers()],
    panels: laidOut(sections),
  };
}

/** With the same run over the same time. */
const toTheOthers = (): DashboardLink => ({
  title: 'manyhands',
  type: DashboardLinkType.Dashboards,
  icon: 'dashboard',
  tooltip: '',
  tags: [TAG],
  asDropdown: false,
  targetBlank: false,
  includeVars: true,
  keepTime: true,
});

/** Top to bottom, left to right, numbered from 1 in that order. */
function laidOut(sections: readonly Section[]): (Panel | RowPanel)[] {
  const panels: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const { title, lines } of sections) {
    if (title !== undefined) {
      const gridPos: GridPos = { x: 0, y, w: NUM_COLUMNS, h: 1 };
      panels.push({ ...new RowBuilder(title).id(panels.length + 1).build(), gridPos });
      y += 1;
    }
    for (const line of lines) {
      for (const panel of sideBySide(line, y)) panels.push({ ...panel, id: panels.length + 1 });
      y += line.height;
    }
  }
  return panels;
}

/** As wide as each other, to the column, and together as wide as the grid. */
function sideBySide({ height, panels }: Line, y: number): Panel[] {
  const edge = (index: number) => Math.round((NUM_COLUMNS * index) / panels.length);
  return panels.map((spec, i) => {
    return { ...panelOf(spec), gridPos: { x: edge(i), y, w: edge(i + 1) - edge(i), h: height } };
  });
}
