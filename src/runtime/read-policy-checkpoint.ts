import { parseActionSpace } from '../learner/checkpoints/action-space-json.js';
import type { CheckpointManifest } from '../learner/checkpoints/manifest.js';
import { readCheckpoint, type Checkpoint } from '../learner/checkpoints/read-checkpoint.js';
import { expected, messageOf } from '../shared/errors.js';
import { parameterLayout } from '../shared/network/parameters.js';
import { validateNetworkSpec } from '../shared/network/validate-spec.js';
import { outputLength, outputsOf, withoutHead, type NetworkSpec } from '../shared/network/spec.js';
import { describeSpace, spaceSize, type Space } from '../shared/spaces.js';

/** A checkpoint whose network and actions are known to be of this version and to fit together. */
export interface PolicyCheckpoint extends Checkpoint {
  /** All of it, with the value head if there is one. */
  readonly network: NetworkSpec;
  readonly actionSpace: Space;
}

/**
 * Reads a checkpoint with the network its manifest describes.
 *
 * @throws ManyhandsError `ERR_CHECKPOINT_*` if it is not there, damaged or of another kind
 */
export function readPolicyCheckpoint(path: string): PolicyCheckpoint {
  const checkpoint = readCheckpoint(path, {
    weights: (manifest) => parameterLayout(networkOf(path, manifest)).tensors,
  });
  const { manifest } = checkpoint;
  const network = networkOf(path, manifest);
  const actionSpace = expectKnown(path, 'action space', () =>
    parseActionSpace(manifest.environment.actionSpace),
  );
  if (outputLength(network) !== spaceSize(actionSpace)) {
    const wanted = `one with ${spaceSize(actionSpace)} outputs for ${describeSpace(actionSpace)}`;
    throw expected('ERR_CHECKPOINT_MISMATCH', `${path}: network`, wanted, outputLength(network));
  }
  return { ...checkpoint, network, actionSpace };
}

/**
 * The network that a checkpoint's manifest describes, all of it.
 *
 * @param path - of the checkpoint, for the message
 * @throws ManyhandsError `ERR_CHECKPOINT_MISMATCH` if this version does not know such a network
 */
export function networkOf(path: string, { network }: Pick<CheckpointManifest, 'network'>): NetworkSpec {
  expectKnown(path, 'network', () => validateNetworkSpec(network as NetworkSpec));
  return network as NetworkSpec;
}

/** What acting takes of a network: all but the value head, which comes last. */
export function actingPart(network: NetworkSpec): NetworkSpec {
  return outputsOf(network).at(-1)!.name === 'value' ? withoutHead(network, 'value') : network;
}

/** The policy in a checkpoint: its network, and its parameters, which are the first of all. A view, no copy. */
export function actingPolicy({ network, weights }: Pick<PolicyCheckpoint, 'network' | 'weights'>): {
  readonly network: NetworkSpec;
  readonly parameters: Float32Array;
} {
  const acting = actingPart(network);
  return { network: acting, parameters: weights.subarray(0, parameterLayout(acting).numParameters) };
}

function expectKnown<Result>(path: string, subject: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (cause) {
    const wanted = 'one that this version knows';
    throw expected('ERR_CHECKPOINT_MISMATCH', `${path}: ${subject}`, wanted, messageOf(cause), { cause });
  }
}
