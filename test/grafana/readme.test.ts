import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { committedDashboards, GRAFANA, type DashboardJson } from './support/dashboard-json.js';

const lines = readFileSync(new URL('README.md', GRAFANA), 'utf8').split('\n');

/** The list that the README must have: a line for each row. */
function rowsOf({ panels }: DashboardJson): string[] {
  const rows: { heading: string; panels: string[] }[] = [];
  for (const { type, title } of panels)
    if (type === 'row') rows.push({ heading: title, panels: [] });
    else rows.at(-1)?.panels.push(title);
  return rows.map(({ heading, panels }) => `  - _${heading}_: ${panels.join(', ')}`);
}

describe('grafana/README.md', () => {
  it.each(
    committedDashboards().map(
      (dashboard) => [dashboard.title.replace('manyhands: ', ''), dashboard] as const,
    ),
  )('lists every panel of %s in its row', (name, dashboard) => {
    const numbers = dashboard.panels.slice(0, 5).map(({ title }) => title);
    const inTable = lines.find((line) => line.startsWith(`| **${name}** `));
    expect(inTable?.split('|')[3]?.trim()).toBe(numbers.join(', '));

    const list = lines.slice(lines.indexOf(`- **${name}**`) + 1);
    expect(
      list.slice(
        0,
        list.findIndex((line) => !line.startsWith('  - ')),
      ),
    ).toEqual(rowsOf(dashboard));
  });
});
