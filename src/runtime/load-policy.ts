import { readCheckpoint, type Checkpoint } from '../learner/checkpoints/read-checkpoint.js';
import { expected, messageOf } from '../shared/errors.js';
import { instantiateKernels } from '../shared/kernels/kernels.js';
import { loadKernelModule } from '../shared/kernels/load.js';
import { InferenceNetwork } from '../shared/network/forward.js';
import { networkMemoryBytes } from '../shared/network/memory.js';
import { parameterLayout } from '../shared/network/parameters.js';
import { inputLength, outputLength, validateNetworkSpec, type NetworkSpec } from '../shared/network/spec.js';

/** A trained policy, ready to act. */
export interface Policy {
  /** Id of the environment it was trained on. */
  readonly environment: string;
  readonly weightsSha256: string;
  /**
   * The greedy action.
   *
   * @param observation - flat, as the environment gives it
   * @throws ManyhandsError `ERR_SHAPE` if it has another length than the network takes
   */
  act(observation: ArrayLike<number>): number;
  /** The network's outputs for an observation, a fresh array. For DQN the action values. Shape `[A]` */
  values(observation: ArrayLike<number>): Float32Array;
}

/** Reads a checkpoint with the network its manifest describes. */
export function readPolicyCheckpoint(path: string): Checkpoint & { readonly network: NetworkSpec } {
  const checkpoint = readCheckpoint(path, {
    weights: ({ network }) => {
      expectNetwork(path, network as NetworkSpec);
      return parameterLayout(network as NetworkSpec).tensors;
    },
  });
  return { ...checkpoint, network: checkpoint.manifest.network as NetworkSpec };
}

function expectNetwork(path: string, network: NetworkSpec): void {
  try {
    validateNetworkSpec(network);
  } catch (cause) {
    const wanted = 'one that this version knows';
    throw expected('ERR_CHECKPOINT_MISMATCH', `${path}: network`, wanted, messageOf(cause), { cause });
  }
}

/**
 * Loads the policy of a run or a checkpoint.
 *
 * @param path - a run directory (its best checkpoint), or a checkpoint
 * @throws ManyhandsError `ERR_CHECKPOINT_*` if it is not there, damaged or of another kind
 */
export function loadPolicy(path: string): Policy {
  const { manifest, network: spec, weights } = readPolicyCheckpoint(path);
  const network = new InferenceNetwork(
    instantiateKernels(loadKernelModule(), networkMemoryBytes(spec, 1, 1)),
    spec,
    1,
  );
  network.parameters.set(weights);
  const actions = new Int32Array(1);

  function observe(observation: ArrayLike<number>): void {
    if (observation.length !== inputLength(spec)) {
      throw expected('ERR_SHAPE', 'observation', `${inputLength(spec)} numbers`, observation.length);
    }
    network.input.set(observation);
  }
  return {
    environment: manifest.environment.id,
    weightsSha256: manifest.weightsSha256,
    act(observation) {
      observe(observation);
      network.greedyActions(1, actions);
      return actions[0]!;
    },
    values(observation) {
      observe(observation);
      return network.forward(1).slice(0, outputLength(spec));
    },
  };
}
