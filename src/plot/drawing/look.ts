/** What all charts share: colours, type, the kind of an axis. */

export type ThemeName = 'light' | 'dark';

/** How a chart looks on its ground. */
export interface Theme {
  /** Tell lines apart: the first is taken first. */
  readonly colors: readonly string[];
  /** Of what stands behind the lines: single episodes, an ideal. */
  readonly quiet: string;
  /** Vega-Lite's `config`. */
  readonly config: ReturnType<typeof configOn>;
}

/**
 * Colours that stay apart for colour-blind readers. On white without the yellow of the original, on black without its
 * darkest blue.
 *
 * Source: M. Okabe, K. Ito, "Color Universal Design" (2008).
 */
const ON_WHITE = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'];
const ON_BLACK = ['#56B4E9', '#E69F00', '#009E73', '#CC79A7', '#F0E442', '#D55E00', '#FFFFFF'];
/** Tells lines apart once the colours begin again. */
const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
/** Lines of such different lengths that a linear axis would hide one get a logarithmic one. */
const LOG_RATIO = 10;

export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Room at both ends of an axis, in pixels: marks on its edge are cut in half. */
export const PADDING = 10;

/** The ground is part of the chart, whatever page it is put in. */
export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: {
    colors: ON_WHITE,
    quiet: '#9a9a9a',
    config: configOn({ ground: '#ffffff', text: '#000000', line: '#888888', grid: '#e5e5e5' }),
  },
  dark: {
    colors: ON_BLACK,
    quiet: '#808690',
    config: configOn({ ground: '#14171c', text: '#e8eaed', line: '#808690', grid: '#30353d' }),
  },
};

function configOn({
  ground,
  text,
  line,
  grid,
}: Readonly<Record<'ground' | 'text' | 'line' | 'grid', string>>) {
  return {
    background: ground,
    font: 'sans-serif',
    axis: {
      ...{ labelFontSize: 11, titleFontSize: 12, labelColor: text, titleColor: text },
      ...{ gridColor: grid, domainColor: line, tickColor: line },
      // 250M: nine digits leave room for few labels.
      labelExpr: "abs(datum.value) >= 1e6 ? format(datum.value, '~s') : datum.label",
    },
    view: { stroke: grid },
    legend: {
      ...{ labelFontSize: 11, titleFontSize: 12, labelColor: text, titleColor: text },
      ...{ labelLimit: 400, titleLimit: 400 },
    },
    title: {
      ...{ fontSize: 14, subtitleFontSize: 11, color: text, subtitleColor: text },
      ...{ anchor: 'start' as const, offset: 12 },
    },
  };
}

/** A colour for each label, the same in every chart of the same labels. */
export function colorOf(labels: readonly string[], { colors }: Theme) {
  const range = labels.map((_, i) => colors[i % colors.length]!);
  return { field: 'label', type: 'nominal' as const, title: null, scale: { domain: [...labels], range } };
}

/** A dash pattern for each label: what tells the eighth from the first. */
export function dashOf(labels: readonly string[], { colors }: Theme) {
  const range = labels.map((_, i) => DASHES[Math.floor(i / colors.length) % DASHES.length]!);
  return { field: 'label', type: 'nominal' as const, title: null, scale: { domain: [...labels], range } };
}

/** An axis that shows what there is and no more; with zero where that is a single value, which has no extent. */
export function tightScale(values: readonly number[]) {
  const [low, high] = extentOf(values);
  const room = { nice: false, padding: PADDING };
  if (low < high) return { ...room, zero: false };
  return low === 0 ? { ...room, domain: [0, 1] } : { ...room, zero: true };
}

/** The least and the greatest of finite values. */
export function extentOf(values: readonly number[]): readonly [low: number, high: number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** The kind of axis on which the least and the greatest can both be read. */
export function scaleFor(values: readonly number[]) {
  const [low, high] = extentOf(values);
  const isWide = low > 0 && low * LOG_RATIO < high;
  return isWide
    ? { type: 'log' as const, nice: false }
    : { type: 'linear' as const, nice: false, zero: false };
}
