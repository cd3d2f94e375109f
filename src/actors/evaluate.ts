import type { EpisodeReturns, EvaluationTask } from './actor-task.js';
import { environmentOptions } from './environment-options.js';
import { createVectorEnvironment } from './envs/registry.js';
import { environmentSeeds } from './envs/vector-environment.js';
import { createActingNetwork, observationRows, type ActingNetwork } from './policies/acting-network.js';
import { createGreedyPolicy, createSampledPolicy } from './policies/create-policy.js';
import { evaluationStream } from './policies/exploration-streams.js';

/** Environments stepped together: wide enough for the kernels, few enough for environments that are costly to make. */
const MAX_ENVS = 128;

/**
 * Plays episodes. Each is the first episode of an environment of its own and draws from streams of its own, so its
 * return depends on the weights, on its seed and on nothing else.
 *
 * @param beat - called after every vector step, to show that the thread is alive
 * @throws ManyhandsError `ERR_SHAPE` if the network does not fit the environment, or is to be sampled from and cannot be
 */
export function evaluate(task: EvaluationTask, beat: () => void = () => undefined): EpisodeReturns {
  const { network, kernels, parameters, episodes, seed } = task;
  const returns = new Float64Array(episodes);
  const acting = createActingNetwork(kernels, network, Math.min(episodes, MAX_ENVS));
  acting.network.parameters.set(parameters);
  for (let first = 0; first < episodes; first += MAX_ENVS) {
    const seeds = environmentSeeds(seed, first, Math.min(MAX_ENVS, episodes - first));
    playFirstEpisodes(acting, task, seeds, returns.subarray(first), beat);
  }
  return { returns };
}

/** @param returns - receives one return per seed */
function playFirstEpisodes(
  acting: ActingNetwork,
  { env, actions }: EvaluationTask,
  seeds: readonly number[],
  returns: Float64Array,
  beat: () => void,
): void {
  const numEnvs = seeds.length;
  const environments = createVectorEnvironment(env.id, {
    numEnvs,
    options: environmentOptions(env),
    observations: observationRows(acting.network, numEnvs),
  });
  const { actionSpace } = environments.spec;
  const policy =
    actions === 'greedy'
      ? createGreedyPolicy(acting, actionSpace, numEnvs)
      : createSampledPolicy(acting, actionSpace, seeds.map(evaluationStream));
  const isOver = new Uint8Array(numEnvs);
  environments.reset(seeds);
  for (let step = 0, numOver = 0; numOver < numEnvs; step++) {
    policy.act(step);
    environments.step(policy.environmentActions);
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
