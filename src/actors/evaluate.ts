import { instantiateKernels } from '../shared/kernels/kernels.js';
import { InferenceNetwork } from '../shared/network/forward.js';
import { networkMemoryBytes } from '../shared/network/memory.js';
import type { EpisodeReturns, EvaluationTask } from './actor-task.js';
import { environmentOptions } from './environment-options.js';
import { createVectorEnvironment } from './envs/registry.js';
import { environmentSeeds } from './envs/vector-environment.js';

/** Environments stepped together: wide enough for the kernels, few enough for environments that are costly to make. */
const MAX_ENVS = 128;

/**
 * Plays greedy episodes. Each is the first episode of an environment of its own, so its return depends on the
 * weights, on its seed and on nothing else.
 *
 * @param beat - called after every vector step, to show that the thread is alive
 */
export function evaluate(task: EvaluationTask, beat: () => void = () => undefined): EpisodeReturns {
  const { env, network, kernels, parameters, episodes, seed } = task;
  const returns = new Float64Array(episodes);
  const width = Math.min(episodes, MAX_ENVS);
  const memory = instantiateKernels(kernels, networkMemoryBytes(network, width, 1));
  const inference = new InferenceNetwork(memory, network, width);
  inference.parameters.set(parameters);
  for (let first = 0; first < episodes; first += MAX_ENVS) {
    playFirstEpisodes(
      inference,
      env,
      environmentSeeds(seed, first, Math.min(MAX_ENVS, episodes - first)),
      returns.subarray(first),
      beat,
    );
  }
  return { returns };
}

/** @param returns - receives one return per seed */
function playFirstEpisodes(
  inference: InferenceNetwork,
  env: EvaluationTask['env'],
  seeds: readonly number[],
  returns: Float64Array,
  beat: () => void,
): void {
  const numEnvs = seeds.length;
  const observationSize = inference.input.length / inference.maxBatch;
  const environments = createVectorEnvironment(env.id, {
    numEnvs,
    options: environmentOptions(env),
    observations: inference.input.subarray(0, numEnvs * observationSize),
  });
  const actions = new Int32Array(numEnvs);
  const isOver = new Uint8Array(numEnvs);
  environments.reset(seeds);
  for (let numOver = 0; numOver < numEnvs;) {
    inference.greedyActions(numEnvs, actions);
    environments.step(actions);
    beat();
    for (let e = 0; e < numEnvs; e++) {
      if (isOver[e] === 1) continue;
      returns[e]! += environments.rewards[e]!;
      if (environments.terminated[e] === 1 || environments.truncated[e] === 1) {
        isOver[e] = 1;
        numOver++;
      }
    }
  }
}
