import { expected } from '../../shared/errors.js';
import type { CheckpointManifest } from './parse-manifest.js';

export type { CheckpointManifest } from './parse-manifest.js';

/** The files of a checkpoint beside its manifest. */
export type CheckpointFile = keyof CheckpointManifest['files'];

/** What the manifest says that the weights themselves do not. */
export type CheckpointFacts = Omit<CheckpointManifest, 'formatVersion' | 'weightsSha256' | 'files'>;

/**
 * The text of `manifest.json`. Apart from the parser, so that the thread that writes it never loads zod.
 *
 * @throws ManyhandsError `ERR_NON_FINITE` for a number that JSON cannot hold: the parser would refuse the file
 */
export function formatManifest(manifest: CheckpointManifest): string {
  const text = JSON.stringify(manifest, expectFiniteNumber, 2);
  return `${text}\n`;
}

function expectFiniteNumber(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw expected('ERR_NON_FINITE', `checkpoint manifest: ${key}`, 'a finite number', value);
  }
  return value;
}
