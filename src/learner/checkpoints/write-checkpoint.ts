import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  syncDirectory,
  temporaryBeside,
  writeFileDurably,
  writeFileSynced,
} from '../../shared/durable-file.js';
import { ManyhandsError, messageOf } from '../../shared/errors.js';
import { MANIFEST_FILE, setAsidePath } from './checkpoint-folder.js';
import { expectFinite } from './finite.js';
import { FORMAT_VERSION } from './format-version.js';
import { formatManifest, type CheckpointFacts, type CheckpointFile } from './manifest.js';
import { encodeSafetensors, type NamedTensor } from './safetensors.js';
import { sha256Of, weightsSha256Of } from './sha256.js';
import { splitFlat, type TensorLayout } from './tensor-layout.js';

/** Everything a checkpoint holds. Nothing is kept or changed. */
export interface CheckpointContent {
  readonly facts: CheckpointFacts;
  /** Names and shapes of the parameters, in the order they have in `weights`. */
  readonly layout: readonly TensorLayout[];
  /** All parameters, flat. May be shared memory that nobody writes meanwhile. */
  readonly weights: Float32Array;
  readonly optimizer: readonly NamedTensor[];
}

export interface WrittenCheckpoint {
  readonly directory: string;
  readonly weightsSha256: string;
}

/**
 * Writes `<folder>/<envSteps>/` and points `latest`, and `best` if told, at it. When this returns, all of it is on the disk.
 * A process killed at any point leaves every pointer at a complete checkpoint; one of the same step is replaced.
 *
 * @param folder - the `checkpoints` folder of a run, made if it is missing; this thread alone writes in it
 * @throws ManyhandsError `ERR_NON_FINITE` for weights that are not finite, `ERR_SHAPE` when they do not fit the layout,
 *   `ERR_RUN_DIRECTORY` when the file system refuses; the older checkpoints are then as they were
 */
export function writeCheckpoint(
  folder: string,
  content: CheckpointContent,
  { isBest = false }: { readonly isBest?: boolean } = {},
): WrittenCheckpoint {
  const name = String(content.facts.envSteps);
  const directory = join(folder, name);
  const weights = splitFlat(content.weights, content.layout);
  expectFinite(weights, `checkpoint ${directory}`);
  const weightsSha256 = weightsSha256Of(content.weights);
  const files: Readonly<Record<CheckpointFile, Uint8Array>> = {
    'weights.safetensors': encodeSafetensors(weights),
    'optimizer.safetensors': encodeSafetensors(content.optimizer),
  };
  const manifest = {
    formatVersion: FORMAT_VERSION,
    ...content.facts,
    weightsSha256,
    files: {
      'weights.safetensors': describeFile(files['weights.safetensors']),
      'optimizer.safetensors': describeFile(files['optimizer.safetensors']),
    },
  } as const;
  const manifestText = formatManifest(manifest);

  try {
    mkdirSync(folder, { recursive: true });
    placeDirectory(directory, { ...files, [MANIFEST_FILE]: manifestText });
    writeFileDurably(join(folder, 'latest'), `${name}\n`);
    if (isBest) writeFileDurably(join(folder, 'best'), `${name}\n`);
  } catch (error) {
    const message = `checkpoint ${directory}: cannot be written, ${messageOf(error)}`;
    throw new ManyhandsError('ERR_RUN_DIRECTORY', message, { cause: error });
  }
  return { directory, weightsSha256 };
}

const describeFile = (bytes: Uint8Array) => ({ bytes: bytes.length, sha256: sha256Of(bytes) });

function placeDirectory(directory: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  const temporary = temporaryBeside(directory);
  try {
    mkdirSync(temporary);
    for (const [name, data] of Object.entries(files)) writeFileSynced(join(temporary, name), data);
    syncDirectory(temporary);
    settleReplacement(directory);
    // A directory that is not empty cannot be renamed onto. Readers find the old one aside until the new one is there.
    if (existsSync(directory)) renameSync(directory, setAsidePath(directory));
    renameSync(temporary, directory);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    settleReplacement(directory);
    throw error;
  }
  syncDirectory(dirname(directory));
  settleReplacement(directory);
}

/** Ends a replacement that a crash cut short: the new checkpoint stays if it is there, else the old one comes back. */
export function settleReplacement(directory: string): void {
  const aside = setAsidePath(directory);
  if (!existsSync(aside)) return;
  if (existsSync(directory)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, directory);
}
