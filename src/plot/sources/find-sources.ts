import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expected, messageOf } from '../../shared/errors.js';
import { readBenchFile, type BenchFile } from './bench-file.js';
import { readComparedRuns } from './compared-runs.js';
import type { LabelledRun } from '../curves/group-runs.js';
import { readRun } from './run-data.js';

/** What there is to plot. */
export interface Sources {
  /** Each once. */
  readonly runs: readonly LabelledRun[];
  readonly benches: readonly BenchFile[];
}

/** Runs of a comparison lie three folders deep, and a comparison may be in a folder of several. */
const MAX_DEPTH = 5;
/** Folders that hold many files and no runs. */
const PASSED_OVER = new Set(['node_modules', 'checkpoints', 'tb']);

/**
 * Finds what paths lead to: run directories, folders that hold some, the folder or the `comparison.json` of a comparison, or
 * a file of `manyhands bench --out`.
 *
 * @throws ManyhandsError `ERR_USAGE` for a path that is none of these; `ERR_RUN_DIRECTORY` for a damaged run
 */
export function findSources(paths: readonly string[]): Sources {
  const found = paths.map(findAt);
  const runs = new Map(
    found.flatMap(({ runs }) => runs).map((run) => [realpathSync(run.data.directory.path), run]),
  );
  return { runs: [...runs.values()], benches: found.flatMap(({ benches }) => benches) };
}

function findAt(path: string): Sources {
  if (!existsSync(path)) throw notPlottable(path, 'nothing there');
  if (statSync(path).isFile()) {
    if (basename(path) === 'comparison.json') return { runs: readComparedRuns(path), benches: [] };
    return { runs: [], benches: [readBenchFile(path)] };
  }
  const runs = runsUnder(path, MAX_DEPTH);
  if (runs.length === 0) throw notPlottable(path, 'a folder without any');
  return { runs, benches: [] };
}

function runsUnder(folder: string, depth: number): LabelledRun[] {
  if (existsSync(join(folder, 'config.yaml'))) return [{ data: readRun(folder), label: null }];
  const comparison = join(folder, 'comparison.json');
  if (existsSync(comparison)) return readComparedRuns(comparison);
  if (depth === 0) return [];
  return foldersIn(folder).flatMap((name) => runsUnder(join(folder, name), depth - 1));
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !PASSED_OVER.has(entry.name))
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch (cause) {
    throw notPlottable(folder, messageOf(cause));
  }
}

const notPlottable = (path: string, got: string) =>
  expected(
    'ERR_USAGE',
    path,
    'a run, a folder of runs, a comparison or a file of manyhands bench --out',
    got,
  );
