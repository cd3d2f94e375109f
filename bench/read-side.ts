import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expected, messageOf } from '../src/shared/errors.js';
import type { Side } from './comparison.js';
import { readReport } from './report.js';

/**
 * Reads one side of a comparison: a file of `--out`, or every `.json` file of a folder, which are several runs of one state of
 * the code.
 *
 * @throws ManyhandsError `ERR_USAGE` when there is none, or one cannot be read or is something else
 */
export function readSide(path: string): Side {
  return { path, reports: filesAt(path).map((file) => readReport(file)) };
}

function filesAt(path: string): string[] {
  const wanted = 'a file of manyhands bench --out, or a folder of them';
  let names: string[];
  try {
    if (!statSync(path).isDirectory()) return [path];
    names = readdirSync(path).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  } catch (cause) {
    throw expected('ERR_USAGE', path, wanted, messageOf(cause), { cause });
  }
  if (names.length === 0) throw expected('ERR_USAGE', path, wanted, 'a folder without any');
  return names.sort().map((name) => join(path, name));
}
