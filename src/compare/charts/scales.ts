/** What the charts of a comparison share beside the look of all charts. */
import { colorOf as colorOfLabels, THEMES } from '../../plot/drawing/look.js';
import type { Entry } from '../entries.js';
import type { FinishedRun, RunRecord } from '../run-record.js';

/** A contestant with something to draw. */
export interface ChartContestant {
  readonly label: string;
  readonly entry: Entry;
  readonly records: readonly RunRecord[];
  readonly runs: readonly FinishedRun[];
}

/** What a band or a bar shows. */
export const INTERVAL = '95 % bootstrap interval over seeds';

export const THEME = THEMES.light;

const labelsOf = (contestants: readonly ChartContestant[]): string[] => contestants.map(({ label }) => label);

/** A colour for each contestant, the same in every chart. */
export function colorOf(contestants: readonly ChartContestant[]) {
  return colorOfLabels(labelsOf(contestants), THEME);
}

/** A row for each contestant, in their order. */
export function rowOf(contestants: readonly ChartContestant[], hasLabels: boolean) {
  const axis = hasLabels ? { labelLimit: 300 } : { labels: false, ticks: false };
  return {
    field: 'label',
    type: 'nominal' as const,
    title: null,
    scale: { domain: labelsOf(contestants) },
    axis: { ...axis, grid: true },
  };
}
