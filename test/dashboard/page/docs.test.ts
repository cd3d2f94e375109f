import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EMPTY_HISTORY } from '../../../src/dashboard/history.js';
import { CHART_GROUPS, RETURN_CHART } from '../../../src/dashboard/page/charts/catalogue.js';
import { keyFiguresOf } from '../../../src/dashboard/page/key-figures.js';
import { DQN_RUN } from './support/synthetic-run.js';

/** First cells of the rows of a table of docs/live-page.md, by that of its head. */
function rowsUnder(head: string): string[] {
  const lines = readFileSync('docs/live-page.md', 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => line.split('|')[1]!.trim());
}

describe('docs/live-page.md', () => {
  it('tells of every chart, in the order of the page, and of no other', () => {
    const charts = [RETURN_CHART, ...CHART_GROUPS.flatMap((group) => group.charts)];
    expect(rowsUnder('chart')).toEqual(charts.map(({ title }) => title));
  });

  it('tells of every key figure', () => {
    expect(rowsUnder('figure')).toEqual(keyFiguresOf(DQN_RUN, EMPTY_HISTORY).map(({ label }) => label));
  });
});
