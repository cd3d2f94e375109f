import { join } from 'node:path';
import type { PolicyId } from '../dashboard/protocol.js';
import type { PolicyWeights } from '../dashboard/run-feed.js';
import { isCheckpointName, readPointer } from '../learner/checkpoints/checkpoint-folder.js';
import { ManyhandsError } from '../shared/errors.js';
import { actingPolicy, readPolicyCheckpoint } from './read-policy-checkpoint.js';

/**
 * Reads the acting network's weights from one of a run's checkpoints.
 *
 * @param folder - the `checkpoints` folder of the run
 * @param id - `newest`: of the latest checkpoint
 * @returns undefined if there is no such checkpoint, not yet or not any more
 * @throws ManyhandsError `ERR_CHECKPOINT_*` if it is damaged or of another version
 */
export function readCheckpointWeights(folder: string, id: PolicyId): PolicyWeights | undefined {
  const name = nameOf(folder, id);
  if (name === undefined) return undefined;
  try {
    const checkpoint = readPolicyCheckpoint(join(folder, name));
    const { parameters } = actingPolicy(checkpoint);
    return { version: checkpoint.manifest.policyVersion, parameters };
  } catch (error) {
    if (error instanceof ManyhandsError && error.code === 'ERR_CHECKPOINT_MISSING') return undefined;
    throw error;
  }
}

/** Ids come from whoever asks the server: nothing but the name of a checkpoint becomes part of a path. */
function nameOf(folder: string, id: PolicyId): string | undefined {
  if (id === 'best') return readPointer(folder, 'best');
  if (id === 'newest') return readPointer(folder, 'latest');
  return isCheckpointName(id) ? id : undefined;
}
