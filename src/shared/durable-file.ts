import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** Every name a half-written file or directory can have starts with this; no reader of ours accepts one. */
export const TEMPORARY_PREFIX = '.tmp-';

let numTemporaries = 0;

/**
 * A path beside `path` for what is not finished yet: the same directory, so that a rename stays on one file system.
 * No other thread or living process of this machine makes the same name.
 */
export function temporaryBeside(path: string): string {
  numTemporaries += 1;
  const name = `${TEMPORARY_PREFIX}${basename(path)}-${process.pid}-${threadId}-${numTemporaries}`;
  return join(dirname(path), name);
}

/**
 * Replaces `path` in one step: whoever opens it, at any time and after any crash, finds all of the old content or all of
 * `data`. When this returns, `data` is on the disk. When it throws, `path` is as it was and nothing is left beside it.
 *
 * @throws the file system's own error, such as `ENOSPC` or `EACCES`
 */
export function writeFileDurably(path: string, data: string | Uint8Array): void {
  const temporary = temporaryBeside(path);
  try {
    // The name is ours alone: what lies there was left by a dead process that had the same id.
    writeFileSynced(temporary, data);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectory(dirname(path));
}

/** Writes `data` and waits for the disk. Not atomic: only for a file that nobody reads yet. */
export function writeFileSynced(path: string, data: string | Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until the names in a directory are on the disk: a rename alone may be undone by a power cut. */
export function syncDirectory(path: string): void {
  // Windows opens no directory as a file; there, a rename is on the disk when the journal says so.
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
