import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf } from '../../shared/errors.js';
import type { Check } from './check.js';

/** A short run takes about a tenth of it. */
const LEAST_FREE_BYTES = 10e6;

/** Whether runs can be kept in a folder, which need not be there yet. */
export function checkRunsFolder(folder: string): Check {
  const name = 'runs folder';
  const path = resolve(folder);
  try {
    const existing = nearestExisting(path);
    accessSync(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(existing);
    const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
    if (bavail * bsize < LEAST_FREE_BYTES)
      return { name, state: 'bad', detail: `${path}: ${free}; free some, or give another place with --out` };
    return { name, state: 'ok', detail: `${path}, ${free}` };
  } catch (error) {
    const detail = `${path} cannot be written: ${messageOf(error)}; give another place with --out`;
    return { name, state: 'bad', detail };
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
