import { join } from 'node:path';
import { writeFileDurably } from '../shared/durable-file.js';
import type { Chart } from './charts/charts.js';

/** Draws charts as SVG: text and shapes, no browser and no canvas. */
export interface Artist {
  draw(chart: Chart): Promise<string>;
}

/** @returns null where `vega` or `vega-lite`, which manyhands does without otherwise, is not installed */
export async function findArtist(): Promise<Artist | null> {
  const modules = await Promise.all([import('vega'), import('vega-lite')]).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw error;
    return null;
  });
  if (modules === null) return null;
  const [vega, vegaLite] = modules;
  return {
    async draw({ spec }) {
      const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
      const svg = await view.toSVG();
      view.finalize();
      return svg;
    },
  };
}

/** Draws each chart into a file of its name. @returns the paths */
export async function drawCharts(
  artist: Artist,
  charts: readonly Chart[],
  directory: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const chart of charts) {
    const path = join(directory, `${chart.name}.svg`);
    writeFileDurably(path, await artist.draw(chart));
    paths.push(path);
  }
  return paths;
}
