import type { TopLevelSpec } from 'vega-lite';
import { importIfInstalled } from './import-if-installed.js';

/** A chart as a Vega-Lite specification: data in, marks out, nothing drawn yet. */
export type ChartSpec = TopLevelSpec;

/** Draws charts as SVG: text and shapes, no browser and no canvas. */
export interface Artist {
  /** @param width - of the whole drawing, in pixels; left out: as the specification has it */
  draw(spec: ChartSpec, width?: number): Promise<string>;
}

/** What an artist needs. */
export const ARTIST_PACKAGES = ['vega', 'vega-lite'] as const;

/** @returns null where {@link ARTIST_PACKAGES}, which manyhands does without otherwise, are not installed */
export async function findArtist(): Promise<Artist | null> {
  const modules = await importIfInstalled(() => Promise.all([import('vega'), import('vega-lite')]));
  if (modules === null) return null;
  const [vega, vegaLite] = modules;
  return {
    async draw(spec, width) {
      const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
      const svg = await view.toSVG();
      const scaled = width === undefined ? svg : await view.toSVG(width / widthOf(svg));
      view.finalize();
      return rounded(scaled);
    },
  };
}

/** Positions to a hundredth of a pixel: Vega writes all digits, which are half of a file of many marks. */
function rounded(svg: string): string {
  return svg.replaceAll(/ (?:d|transform)="[^"]*"/g, (attribute) =>
    attribute.replaceAll(/-?\d+\.\d{3,}(?:e[-+]\d+)?/g, (number) =>
      String(Number(Number(number).toFixed(2))),
    ),
  );
}

/** Pixels of a drawing that Vega made. */
function widthOf(svg: string): number {
  return Number(/^<svg [^>]*?\bwidth="([\d.]+)"/.exec(svg)![1]);
}
