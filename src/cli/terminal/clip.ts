const STYLE = /^\x1b\[[\d;]*m/;
/** Characters of East Asian scripts, full-width forms and emoji, which take two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const COMBINING = /[\p{Mark}\u200b-\u200d\ufe0f]/u;
const CONTROL = /[\p{Control}\u2028\u2029]/gu;

/** Columns that styled text takes on a terminal. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const piece of pieces(text)) columns += piece.columns;
  return columns;
}

/** The beginning of styled text that fits into so many columns; colours that were on are off after it. */
export function clip(text: string, maxColumns: number): string {
  let columns = 0;
  let clipped = '';
  let isStyled = false;
  for (const piece of pieces(text)) {
    columns += piece.columns;
    if (columns > maxColumns) return isStyled ? `${clipped}\x1b[0m` : clipped;
    clipped += piece.text;
    isStyled ||= piece.isStyle;
  }
  return clipped;
}

/** Text of others, such as a folder's name, without what would move the cursor. */
export const withoutControls = (text: string): string => text.replaceAll(CONTROL, '?');

function* pieces(text: string): Generator<{ text: string; columns: number; isStyle: boolean }> {
  for (let at = 0; at < text.length;) {
    const style = STYLE.exec(text.slice(at, at + 16))?.[0];
    const piece = style ?? String.fromCodePoint(text.codePointAt(at)!);
    yield { text: piece, columns: style === undefined ? widthOf(piece) : 0, isStyle: style !== undefined };
    at += piece.length;
  }
}

function widthOf(character: string): number {
  if (character < '\u0300') return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
