/** What the charts of a comparison share: who stands where, in which colour, on which kind of axis. */
import type { Entry } from '../entries.js';
import type { FinishedRun, RunRecord } from '../run-record.js';

/** A contestant with something to draw. */
export interface ChartContestant {
  readonly label: string;
  readonly entry: Entry;
  readonly records: readonly RunRecord[];
  readonly runs: readonly FinishedRun[];
}

/**
 * Seven colours that stay apart for colour-blind readers and on white paper; the yellow of the original does not.
 *
 * Source: M. Okabe, K. Ito, "Color Universal Design" (2008).
 */
const COLORS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'];
/** Tells contestants apart once the colours begin again. */
const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
/** Contestants so different in speed that a linear axis would hide one get a logarithmic one. */
const LOG_RATIO = 10;

/** What a band or a bar shows. */
export const INTERVAL = '95 % bootstrap interval over seeds';

export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Dark on white, in whatever page the chart is put. */
export const CONFIG = {
  background: '#ffffff',
  font: 'sans-serif',
  axis: { labelFontSize: 11, titleFontSize: 12, gridColor: '#e5e5e5' },
  legend: { labelFontSize: 11, titleFontSize: 12, labelLimit: 400, titleLimit: 400 },
  title: { fontSize: 14, subtitleFontSize: 11, anchor: 'start' as const, offset: 12 },
};

const labelsOf = (contestants: readonly ChartContestant[]): string[] => contestants.map(({ label }) => label);

/** A colour for each contestant, the same in every chart. */
export function colorOf(contestants: readonly ChartContestant[]) {
  const domain = labelsOf(contestants);
  const range = domain.map((_, i) => COLORS[i % COLORS.length]!);
  return { field: 'contestant', type: 'nominal' as const, title: null, scale: { domain, range } };
}

/** A dash pattern for each contestant: what tells the eighth from the first. */
export function dashOf(contestants: readonly ChartContestant[]) {
  const domain = labelsOf(contestants);
  const range = domain.map((_, i) => DASHES[Math.floor(i / COLORS.length) % DASHES.length]!);
  return { field: 'contestant', type: 'nominal' as const, title: null, scale: { domain, range } };
}

/** A row for each contestant, in their order. */
export function rowOf(contestants: readonly ChartContestant[], hasLabels: boolean) {
  const axis = hasLabels ? { labelLimit: 300 } : { labels: false, ticks: false };
  return {
    field: 'contestant',
    type: 'nominal' as const,
    title: null,
    scale: { domain: labelsOf(contestants) },
    axis: { ...axis, grid: true },
  };
}

/** The kind of axis on which the least and the greatest can both be read. */
export function scaleFor(values: readonly number[]) {
  const isWide = Math.min(...values) * LOG_RATIO < Math.max(...values);
  return isWide
    ? { type: 'log' as const, nice: false }
    : { type: 'linear' as const, nice: false, zero: false };
}

/** Room at both ends of an axis, in pixels: marks on its edge are cut in half. */
export const PADDING = 10;
