import { relative } from 'node:path';
import { ARTIST_PACKAGES, findArtist } from '../plot/drawing/artist.js';
import { THEMES, type ThemeName } from '../plot/drawing/look.js';
import { findRasterizer, RASTERIZER_PACKAGES } from '../plot/drawing/rasterizer.js';
import { planFigures } from '../plot/plan.js';
import type { PlotAxis } from '../plot/timeline.js';
import { FORMATS, writeFigure, type Format, type Studio, type WrittenFigure } from '../plot/write-figures.js';
import { expected } from '../shared/errors.js';
import { EXIT_DONE, EXIT_FAILED } from './errors.js';
import { integerOption } from './integer-option.js';

/** What commander parsed. */
export interface PlotOptions {
  readonly out?: string;
  readonly format?: string;
  readonly width: string;
  readonly scale: string;
  readonly theme: ThemeName;
  readonly x?: PlotAxis;
  readonly smooth?: string;
  readonly json?: boolean;
}

const MIN_WIDTH = 200;
/** Of a PNG, across; more takes gigabytes to draw. */
const MAX_PIXELS = 8000;

/** `manyhands plot`. @returns the exit code */
export async function plotCommand(paths: readonly string[], options: PlotOptions): Promise<number> {
  const formats = readFormats(options.format);
  const size = readSize(options);
  const window = integerOption('--smooth', options.smooth, 1) ?? null;
  const { figures, leftOut } = planFigures(paths, {
    out: options.out ?? null,
    axis: options.x ?? null,
    window,
    theme: THEMES[options.theme],
  });

  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  for (const run of leftOut) say(`${run}: left out, it has no such returns yet`);
  if (figures.length === 0) return EXIT_FAILED;
  const studio = await findStudio(formats, size, options.format !== undefined, say);
  const files: WrittenFigure[] = [];
  for (const { figure, folder } of figures) files.push(...(await writeFigure(figure, folder, studio)));
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ files, leftOut })}\n`
      : files.map(({ path }) => `${relative('', path)}\n`).join(''),
  );
  return EXIT_DONE;
}

/** @throws ManyhandsError `ERR_USAGE` where what draws, or what draws a format that was asked for by name, is not installed */
async function findStudio(
  formats: readonly Format[],
  size: Pick<Studio, 'width' | 'scale'>,
  isAskedFor: boolean,
  say: (text: string) => void,
): Promise<Studio> {
  const artist = await findArtist();
  if (artist === null) throw missing(ARTIST_PACKAGES, 'plots');
  const rasterizer = formats.includes('png') ? await findRasterizer() : null;
  if (rasterizer === null && formats.includes('png')) {
    const error = missing(RASTERIZER_PACKAGES, 'PNG files');
    if (isAskedFor) throw error;
    say(`no PNG: npm install ${RASTERIZER_PACKAGES.join(' ')} draws them`);
    return { artist, rasterizer, formats: ['svg'], ...size };
  }
  return { artist, rasterizer, formats, ...size };
}

function missing(packages: readonly string[], what: string) {
  const wanted = `${packages.join(' and ')}, which draw them, to be installed`;
  return expected('ERR_USAGE', what, wanted, `neither or one; npm install ${packages.join(' ')}`);
}

function readFormats(text: string | undefined): readonly Format[] {
  if (text === undefined) return FORMATS;
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !FORMATS.some((format) => format === name));
  if (wrong === undefined) return FORMATS.filter((format) => names.includes(format));
  throw expected('ERR_USAGE', 'flag --format', `some of ${FORMATS.join(',')}`, `'${wrong}'`);
}

function readSize(options: PlotOptions): Pick<Studio, 'width' | 'scale'> {
  const width = integerOption('--width', options.width, MIN_WIDTH)!;
  const scale = Number(options.scale);
  if (!(scale > 0)) throw expected('ERR_USAGE', 'flag --scale', 'a number above 0', `'${options.scale}'`);
  if (width * scale <= MAX_PIXELS) return { width, scale };
  const wanted = `at most ${MAX_PIXELS} pixels together`;
  throw expected('ERR_USAGE', 'flags --width and --scale', wanted, `${width} times ${scale}`);
}
