import { join } from 'node:path';
import { findArtist, type Artist } from '../plot/drawing/artist.js';
import { writeFileDurably } from '../shared/durable-file.js';
import { chartsOf } from './charts/charts.js';
import type { Comparison } from './comparison.js';
import type { ComparisonDirectory } from './directory.js';
import type { Entry } from './entries.js';
import { runsCsv } from './runs-csv.js';

/** What was written, and what to do about what was not. */
export interface WrittenComparison {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Null if nothing is missing. */
  readonly hint: string | null;
}

/**
 * Writes `comparison.json`, `runs.csv` and, where the packages that draw are installed, the charts.
 *
 * @param artist - draws the charts; null: nobody
 */
export async function writeComparison(
  directory: ComparisonDirectory,
  entries: readonly Entry[],
  comparison: Comparison,
  artist: Promise<Artist | null> = findArtist(),
): Promise<WrittenComparison> {
  writeFileDurably(directory.comparison, `${JSON.stringify(comparison, null, 2)}\n`);
  writeFileDurably(directory.runsCsv, runsCsv(comparison.runs));
  const files = [directory.comparison, directory.runsCsv];

  const charts = comparison.environments.flatMap(({ environment }) =>
    chartsOf(environment, entries, comparison.runs),
  );
  const found = await artist;
  if (found === null) return { files, hint: 'no charts: npm install vega vega-lite draws them' };
  for (const { name, spec } of charts) {
    const path = join(directory.path, `${name}.svg`);
    writeFileDurably(path, await found.draw(spec));
    files.push(path);
  }
  return { files, hint: null };
}
