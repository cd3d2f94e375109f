import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileDurably } from '../shared/durable-file.js';
import { expected, messageOf } from '../shared/errors.js';
import type { Artist } from './drawing/artist.js';
import type { Rasterizer } from './drawing/rasterizer.js';
import type { Figure } from './figure.js';

export const FORMATS = ['svg', 'png'] as const;
export type Format = (typeof FORMATS)[number];

/** Who draws, into what. */
export interface Studio {
  readonly artist: Artist;
  /** Null: drawings stay drawings. */
  readonly rasterizer: Rasterizer | null;
  readonly formats: readonly Format[];
  /** Of a drawing, in pixels. */
  readonly width: number;
  /** Pixels of a PNG for each of these. */
  readonly scale: number;
}

/** A file, and what can be seen in it. */
export interface WrittenFigure {
  readonly path: string;
  readonly format: Format;
  readonly kind: Figure['kind'];
  readonly shows: string;
  readonly sources: readonly string[];
}

/**
 * Draws a figure into a folder, in each format; what had its name is replaced.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when a file cannot be written
 */
export async function writeFigure(figure: Figure, folder: string, studio: Studio): Promise<WrittenFigure[]> {
  const { name, spec, kind, shows, sources } = figure;
  const svg = await studio.artist.draw(spec, studio.width);
  const contents: Readonly<Record<Format, () => string | Uint8Array | undefined>> = {
    svg: () => svg,
    png: () => studio.rasterizer?.rasterize(svg, studio.scale),
  };
  return studio.formats.flatMap((format) => {
    const content = contents[format]();
    if (content === undefined) return [];
    const path = join(folder, `${name}.${format}`);
    write(path, folder, content);
    return { path, format, kind, shows, sources };
  });
}

function write(path: string, folder: string, content: string | Uint8Array): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileDurably(path, content);
  } catch (cause) {
    throw expected('ERR_RUN_DIRECTORY', path, 'a file to write', messageOf(cause), { cause });
  }
}
