import type { ChartSpec } from '../drawing/artist.js';
import { tightScale, type Theme } from '../drawing/look.js';

/** One chart of several in a figure. */
export interface Panel {
  readonly title: string;
  readonly spec: Extract<ChartSpec, { readonly concat: unknown }>['concat'][number];
}

export type Layer = Extract<ChartSpec, { readonly layer: unknown }>['layer'][number];

/** Marks of one kind. */
export interface Stratum {
  /** In the legend. */
  readonly label: string;
  readonly color: string;
  /** The heights of its marks, or at least the least and the greatest. */
  readonly heights: readonly number[];
  /** Its marks, with their data and encodings; the panel adds the axes and the colour. */
  readonly layer: (y: Axis) => Layer;
}

/** What every layer of a panel encodes its height with. */
export interface Axis {
  readonly type: 'quantitative';
  readonly title: string;
  readonly scale: ReturnType<typeof tightScale>;
}

const PANEL_SIZE = { width: 420, height: 220 };

/** Axes of a panel: `x` is the field of the data. */
export interface PanelText {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
}

/** A panel of strata, the first at the back, with a legend of them. */
export function panelOf(
  { title, xTitle, yTitle }: PanelText,
  strata: readonly Stratum[],
  theme: Theme,
): Panel {
  const y: Axis = {
    type: 'quantitative',
    title: yTitle,
    scale: tightScale(strata.flatMap(({ heights }) => heights)),
  };
  const scale = { domain: strata.map(({ label }) => label), range: strata.map(({ color }) => color) };
  // One line that is what the axis says needs no legend.
  const isPlain = strata.length === 1 && strata[0]!.label === yTitle;
  const legend = {
    ...{ title: null, orient: 'bottom' as const, columns: 2, symbolOpacity: 1, symbolType: 'stroke' },
    ...{ symbolStrokeWidth: 3, symbolSize: 200 },
  };
  const spec: Panel['spec'] = {
    ...PANEL_SIZE,
    title: { text: title, fontSize: 12, frame: 'group', color: theme.config.title.color },
    encoding: { x: { field: 'x', type: 'quantitative', title: xTitle, scale: { nice: false, zero: true } } },
    layer: strata.map((stratum) => {
      const layer = stratum.layer(y);
      const color = {
        datum: stratum.label,
        type: 'nominal' as const,
        scale,
        legend: isPlain ? null : legend,
      };
      return { ...layer, encoding: { ...layer.encoding, color } } as Layer;
    }),
  };
  return { title, spec };
}
