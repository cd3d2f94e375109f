import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { expected, type ManyhandsError } from '../../shared/errors.js';
import { corrupt, shown } from './corrupt.js';

/** Names inside a run directory. */
export const CHECKPOINTS_FOLDER = 'checkpoints';
export const MANIFEST_FILE = 'manifest.json';

/** Text files that hold the name of a checkpoint directory. Not symbolic links: Windows and archives lose those. */
export type Pointer = 'latest' | 'best';

/** A checkpoint is named for the environment steps it was made at. */
const CHECKPOINT_NAME = /^(?:0|[1-9][0-9]{0,15})$/;

export const SET_ASIDE_PREFIX = '.replaced-';

/** Where a checkpoint is set aside while another of the same step takes its name. Readers look here too. */
export function setAsidePath(directory: string): string {
  return join(dirname(directory), SET_ASIDE_PREFIX + basename(directory));
}

/** Whether a checkpoint can have this name. */
export const isCheckpointName = (name: string): boolean => CHECKPOINT_NAME.test(name);

/** Names of the checkpoints in a folder, oldest first. */
export function checkpointNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter(isCheckpointName)
    .sort((a, b) => Number(a) - Number(b));
}

/**
 * The checkpoint a pointer file names, or `undefined` when there is no such file.
 *
 * @throws ManyhandsError `ERR_CHECKPOINT_CORRUPT` when it holds anything but the name of a checkpoint
 */
export function readPointer(folder: string, pointer: Pointer): string | undefined {
  const path = join(folder, pointer);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  const text = readFileSync(path, 'utf8');
  const name = text.trimEnd();
  if (!isCheckpointName(name)) throw corrupt(path, 'content', 'the name of a checkpoint', shown(text));
  return name;
}

/**
 * The checkpoint directory meant by a path that a user gave: a checkpoint itself, a run directory or its `checkpoints`
 * folder, where `best` goes before `latest`.
 *
 * @throws ManyhandsError `ERR_CHECKPOINT_MISSING` when there is none, saying what is there instead,
 *   `ERR_CHECKPOINT_CORRUPT` when a pointer file is damaged
 */
export function resolveCheckpoint(path: string): string {
  const itself = presentAt(path);
  if (itself !== undefined) return itself;
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) throw missing(path, 'nothing there');
  if (!status.isDirectory()) throw missing(path, kindOfFile(path));

  const inRun = join(path, CHECKPOINTS_FOLDER);
  const isRun = statSync(inRun, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folder = isRun ? inRun : path;
  for (const pointer of ['best', 'latest'] as const) {
    const name = readPointer(folder, pointer);
    if (name === undefined) continue;
    const directory = presentAt(join(folder, name));
    if (directory === undefined) throw missing(join(folder, name), `nothing, though '${pointer}' names it`);
    return directory;
  }
  const isEmptyRun = isRun || basename(resolve(path)) === CHECKPOINTS_FOLDER;
  throw missing(path, isEmptyRun ? 'a run without one yet' : `a directory without ${MANIFEST_FILE}`);
}

/** Where the files of a checkpoint are now, or `undefined`. */
function presentAt(directory: string): string | undefined {
  // Looked at twice: between the other looks the new checkpoint may have come and the old one gone.
  const candidates = [directory, setAsidePath(directory), directory];
  return candidates.find((candidate) => existsSync(join(candidate, MANIFEST_FILE)));
}

function missing(path: string, got: string): ManyhandsError {
  const wanted = 'a run directory or a checkpoint that manyhands train wrote';
  return expected('ERR_CHECKPOINT_MISSING', path, wanted, got);
}

/** Tells the files that people most likely hand over by mistake. */
function kindOfFile(path: string): string {
  const start = Buffer.alloc(4);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  if (start.toString('latin1') === 'PK\x03\x04')
    return 'a zip archive, as PyTorch and Stable-Baselines3 write';
  const isOurs = existsSync(join(dirname(path), MANIFEST_FILE));
  return isOurs ? 'a file inside a checkpoint: give its directory' : 'a file';
}
