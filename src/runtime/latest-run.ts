import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expected } from '../shared/errors.js';
import { runDirectoryAt } from './run-directory.js';

/**
 * The run that was begun last: its config is written once, then.
 *
 * @param folder - holds runs
 * @throws ManyhandsError `ERR_USAGE` if there is none
 */
export function latestRun(folder: string): string {
  let latest: { readonly path: string; readonly begunAt: number } | undefined;
  for (const name of namesIn(folder)) {
    const { path, config } = runDirectoryAt(join(folder, name));
    const begunAt = statSync(config, { throwIfNoEntry: false })?.mtimeMs;
    if (begunAt !== undefined && begunAt > (latest?.begunAt ?? -Infinity)) latest = { path, begunAt };
  }
  if (latest !== undefined) return latest.path;
  throw expected('ERR_USAGE', 'latest', `a run in ${folder}`, 'none; give the directory of one');
}

function namesIn(folder: string): readonly string[] {
  const entries =
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
      ? readdirSync(folder, { withFileTypes: true })
      : [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
