import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importIfInstalled } from './import-if-installed.js';

/** Turns drawings into pixels, without a browser, native code or the fonts of the machine. */
export interface Rasterizer {
  /**
   * @param scale - pixels for each pixel of the drawing
   * @returns a PNG file
   */
  rasterize(svg: string, scale: number): Uint8Array;
}

/** What a rasterizer needs: a machine that only computes has no fonts, so a package brings one. */
export const RASTERIZER_PACKAGES = ['@resvg/resvg-wasm', '@fontsource/dejavu-sans'] as const;

const WASM = '@resvg/resvg-wasm/index_bg.wasm';
const FONT_FAMILY = 'DejaVu Sans';
/** All of the font, for text and for titles; `latin` is only what the package calls it. */
const FONTS = [400, 700].map(
  (weight) => `@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`,
);

let rasterizer: Promise<Rasterizer | null> | undefined;

/** @returns null where {@link RASTERIZER_PACKAGES}, which manyhands does without otherwise, are not installed */
export function findRasterizer(): Promise<Rasterizer | null> {
  // Its WebAssembly can be started once in a process.
  return (rasterizer ??= importIfInstalled(load));
}

async function load(): Promise<Rasterizer> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const fontBuffers = FONTS.map(readPackageFile);
  await initWasm(readPackageFile(WASM));
  const font = {
    fontBuffers,
    defaultFontFamily: FONT_FAMILY,
    sansSerifFamily: FONT_FAMILY,
  };
  return {
    rasterize(svg, scale) {
      const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } });
      const image = drawing.render();
      try {
        return image.asPng();
      } finally {
        image.free();
        drawing.free();
      }
    },
  };
}

function readPackageFile(specifier: string): Buffer<ArrayBuffer> {
  return readFileSync(fileURLToPath(import.meta.resolve(specifier)));
}
