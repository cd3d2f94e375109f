/** Colours of series by name, as in style/tokens.css. */
export const SERIES_COLORS = ['blue', 'orange', 'green', 'purple', 'sky', 'gray'] as const;

export type SeriesColor = (typeof SERIES_COLORS)[number];

const OTHER_COLORS = ['ink', 'muted', 'grid', 'card', 'good', 'bad'] as const;

/** Every colour that is drawn with, in the theme of the moment. */
export type Palette = Readonly<Record<SeriesColor | (typeof OTHER_COLORS)[number], string>>;

/** Reads the colours that the stylesheet has now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const names = [...SERIES_COLORS, ...OTHER_COLORS];
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Palette;
}
