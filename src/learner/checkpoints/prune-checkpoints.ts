import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPORARY_PREFIX, temporaryBeside } from '../../shared/durable-file.js';
import { expected } from '../../shared/errors.js';
import { checkpointNames, readPointer, SET_ASIDE_PREFIX } from './checkpoint-folder.js';
import { settleReplacement } from './write-checkpoint.js';

/**
 * Keeps the newest checkpoints and those that `best` and `latest` name, and clears what killed processes left half-written.
 *
 * @param folder - the `checkpoints` folder of a run; this thread alone writes in it
 * @param numKept - how many of the newest to keep, at least 1
 * @returns names of the removed checkpoints
 * @throws ManyhandsError `ERR_CONFIG` for another `numKept`, `ERR_CHECKPOINT_CORRUPT` when a pointer is damaged: nothing is
 *   then removed
 */
export function pruneCheckpoints(folder: string, numKept: number): readonly string[] {
  if (!Number.isSafeInteger(numKept) || numKept < 1) {
    throw expected('ERR_CONFIG', 'checkpoints to keep', 'a whole number of at least 1', numKept);
  }
  const pointed = [readPointer(folder, 'best'), readPointer(folder, 'latest')];
  for (const name of readdirSync(folder)) {
    if (name.startsWith(TEMPORARY_PREFIX)) rmSync(join(folder, name), { recursive: true, force: true });
    if (name.startsWith(SET_ASIDE_PREFIX))
      settleReplacement(join(folder, name.slice(SET_ASIDE_PREFIX.length)));
  }
  const removed = checkpointNames(folder)
    .slice(0, -numKept)
    .filter((name) => !pointed.includes(name));
  for (const name of removed) {
    // Renamed first: nobody shall find a checkpoint that is half gone.
    const temporary = temporaryBeside(join(folder, name));
    renameSync(join(folder, name), temporary);
    rmSync(temporary, { recursive: true, force: true });
  }
  return removed;
}
