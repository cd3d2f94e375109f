import type * as tfjs from '@tensorflow/tfjs-core';
import util from 'node:util';
import { ADDON } from './packages.js';

/** TensorFlow.js with its native backend. Its types are not installed here: those of the core are the same. */
export async function loadAddon(): Promise<typeof tfjs> {
  // Called by the package and gone from Node 23 on.
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  const { default: tf } = (await import(ADDON.name)) as { default: typeof tfjs };
  return tf;
}
