/** The characters that bars and curves are drawn with. */
export interface Glyphs {
  readonly full: string;
  readonly empty: string;
  /** From low to high, each one UTF-16 unit. */
  readonly levels: string;
}

export const BLOCKS: Glyphs = { full: '█', empty: '░', levels: '▁▂▃▄▅▆▇█' };
export const ASCII: Glyphs = { full: '#', empty: '-', levels: '_.-:=+*#' };

/**
 * Blocks where the terminal can be expected to have them, ASCII elsewhere: on the Linux console, whose fonts lack most of them, on a
 * dumb terminal, and where the locale is not UTF-8.
 */
export function glyphsFor(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Glyphs {
  return hasBlocks(env, platform) ? BLOCKS : ASCII;
}

function hasBlocks(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false;
  // Windows has no locale variables: the terminals that draw blocks tell their names.
  if (platform === 'win32') return env['WT_SESSION'] !== undefined || env['TERM_PROGRAM'] === 'vscode';
  // The first that is set and not empty decides, as POSIX says of locale categories.
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(Boolean) ?? '';
  return /utf-?8/i.test(locale);
}
