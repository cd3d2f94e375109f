/** Colours of the scenes: custom properties `--play-<name>` of play.css. */
const NAMES = ['ink', 'faint', 'ground', 'body', 'pole', 'force', 'nudge', 'goal', 'fallen'] as const;

export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

/** The colours that hold for an element now: they follow the page from light to dark. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colors = NAMES.map((name) => [name, style.getPropertyValue(`--play-${name}`).trim()]);
  return Object.fromEntries(colors) as Palette;
}
