import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expected, messageOf } from '../shared/errors.js';

/** Where a comparison keeps its files. Absolute paths. */
export interface ComparisonDirectory {
  readonly path: string;
  readonly comparison: string;
  /** One row a run. */
  readonly runsCsv: string;
  /** The runs' own directories. */
  readonly runs: string;
}

/**
 * Makes the directory of a new comparison, one that nobody else gets.
 *
 * @param out - null: `comparisons/<utc time>`
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` if it holds something already or cannot be made
 */
export function createComparisonDirectory(out: string | null, now: Date): ComparisonDirectory {
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  const named = join('comparisons', time);
  for (let number = 1; ; number++) {
    // Two comparisons of one second get numbers.
    const directory = directoryAt(out ?? (number === 1 ? named : `${named}-${number}`));
    if (claim(directory)) return directory;
    if (out === null) continue;
    const wanted = 'a new or empty folder';
    const got = 'one with files in it; choose another with --out';
    throw expected('ERR_RUN_DIRECTORY', `comparison directory ${directory.path}`, wanted, got);
  }
}

function directoryAt(path: string): ComparisonDirectory {
  const root = resolve(path);
  return {
    path: root,
    comparison: join(root, 'comparison.json'),
    runsCsv: join(root, 'runs.csv'),
    runs: join(root, 'runs'),
  };
}

/** @returns false if the directory belongs to somebody else or holds something */
function claim({ path, runs }: ComparisonDirectory): boolean {
  try {
    mkdirSync(path, { recursive: true });
    if (readdirSync(path).length > 0) return false;
    // Of two that both find it empty, one makes this folder and the other learns that it is there.
    return mkdirSync(runs, { recursive: true }) !== undefined;
  } catch (cause) {
    const subject = `comparison directory ${path}`;
    throw expected('ERR_RUN_DIRECTORY', subject, 'a folder to write to', messageOf(cause), { cause });
  }
}
