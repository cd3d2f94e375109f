import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ManyhandsError, messageOf } from '../../shared/errors.js';
import { MANIFEST_FILE, resolveCheckpoint } from './checkpoint-folder.js';
import { corrupt } from './corrupt.js';
import { expectFinite } from './finite.js';
import type { CheckpointFile, CheckpointManifest } from './manifest.js';
import { parseManifest } from './parse-manifest.js';
import { decodeSafetensors, type NamedTensor } from './safetensors.js';
import { sha256Of, weightsSha256Of } from './sha256.js';
import { matchLayout, numElementsOf, type TensorLayout } from './tensor-layout.js';

/** A checkpoint that has been checked whole. */
export interface Checkpoint {
  readonly directory: string;
  readonly manifest: CheckpointManifest;
  /** All parameters, flat, in the order of the layout. Finite. */
  readonly weights: Float32Array;
  /** The optimizer's state in the order of its layout, finite; empty when no layout was asked for. */
  readonly optimizer: readonly NamedTensor[];
}

/** Says which tensors to expect, from a manifest that may hold another network than the caller's. */
export interface CheckpointLayouts {
  readonly weights: (manifest: CheckpointManifest) => readonly TensorLayout[];
  /** Only to go on training: an evaluation needs the weights alone. */
  readonly optimizer?: (manifest: CheckpointManifest) => readonly TensorLayout[];
}

/** No file of ours comes near; a longer manifest is not read. */
const MAX_MANIFEST_BYTES = 16 * 2 ** 20;

/**
 * Reads a checkpoint, whole or not at all: sizes and SHA-256 of both files, then their format, then the layout.
 *
 * @param path - a checkpoint directory, a run directory or its `checkpoints` folder (`best` goes before `latest`)
 * @throws ManyhandsError `ERR_CHECKPOINT_MISSING` when there is none at `path`, `ERR_CHECKPOINT_CORRUPT` when it is damaged,
 *   `ERR_CHECKPOINT_MISMATCH` when it is of a newer format or of another network, `ERR_NON_FINITE` when its numbers are not;
 *   and what the layout functions throw
 */
export function readCheckpoint(path: string, layouts: CheckpointLayouts): Checkpoint {
  const { directory, manifest } = readManifest(path);
  const weightsFile = readListedFile(directory, manifest, 'weights.safetensors');
  const optimizerFile = readListedFile(directory, manifest, 'optimizer.safetensors');

  const weightTensors = parseTensors(weightsFile, layouts.weights(manifest));
  const weights = concatenate(weightTensors);
  const sha256 = weightsSha256Of(weights);
  if (sha256 !== manifest.weightsSha256) {
    throw corrupt(weightsFile.path, 'SHA-256 of the weights', manifest.weightsSha256, sha256);
  }
  const optimizer = layouts.optimizer ? parseTensors(optimizerFile, layouts.optimizer(manifest)) : [];
  return { directory, manifest, weights, optimizer };
}

/**
 * Finds a checkpoint and reads its manifest alone.
 *
 * @param path - as for {@link readCheckpoint}
 * @throws ManyhandsError as {@link readCheckpoint} for what concerns the manifest
 */
export function readManifest(path: string): {
  readonly directory: string;
  readonly manifest: CheckpointManifest;
} {
  try {
    const directory = resolveCheckpoint(path);
    const manifestPath = join(directory, MANIFEST_FILE);
    const { size } = statSync(manifestPath);
    if (size > MAX_MANIFEST_BYTES) {
      throw corrupt(manifestPath, 'file size', `at most ${MAX_MANIFEST_BYTES} bytes`, `${size} bytes`);
    }
    return { directory, manifest: parseManifest(readFileSync(manifestPath, 'utf8'), manifestPath) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

interface ListedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

function readListedFile(directory: string, manifest: CheckpointManifest, name: CheckpointFile): ListedFile {
  const path = join(directory, name);
  const listed = manifest.files[name];
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (!status?.isFile()) throw corrupt(path, 'file', `${listed.bytes} bytes`, 'no such file');
    // The size first: a file of the wrong length is not worth reading, and may not fit into memory.
    if (status.size !== listed.bytes) {
      throw corrupt(path, 'file size', `${listed.bytes} bytes by its manifest`, `${status.size} bytes`);
    }
    const bytes = readFileSync(path);
    const sha256 = sha256Of(bytes);
    if (sha256 !== listed.sha256) throw corrupt(path, 'SHA-256', `${listed.sha256} by its manifest`, sha256);
    return { path, bytes };
  } catch (error) {
    throw unreadable(path, error);
  }
}

function parseTensors({ path, bytes }: ListedFile, layout: readonly TensorLayout[]): readonly NamedTensor[] {
  const tensors = matchLayout(decodeSafetensors(bytes, path).tensors, layout, path);
  expectFinite(tensors, path);
  return tensors;
}

function concatenate(tensors: readonly NamedTensor[]): Float32Array {
  const flat = new Float32Array(numElementsOf(tensors));
  let offset = 0;
  for (const { data } of tensors) {
    flat.set(data, offset);
    offset += data.length;
  }
  return flat;
}

/** Gives the file system's errors (no permission, a broken disk, a name too long) our form. */
function unreadable(path: string, error: unknown): ManyhandsError {
  if (error instanceof ManyhandsError) return error;
  const message = `${path}: expected a readable checkpoint, got ${messageOf(error)}`;
  return new ManyhandsError('ERR_CHECKPOINT_MISSING', message, { cause: error });
}
