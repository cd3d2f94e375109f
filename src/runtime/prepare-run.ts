import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { environmentOptions } from '../actors/environment-options.js';
import { loadEnvironmentModule } from '../actors/envs/load-module.js';
import { environmentSpec } from '../actors/envs/registry.js';
import type { EnvironmentSpec } from '../actors/envs/vector-environment.js';
import type { PolicySpec } from '../actors/policies/policy.js';
import type { AlgorithmConfig } from '../learner/algorithms/config.js';
import { networksOf, type RunNetworks } from '../learner/algorithms/networks.js';
import type { RunConfig, SettledConfig } from '../shared/config/run-config.js';
import { loadKernelModule } from '../shared/kernels/load.js';
import { unrollFormat, type UnrollFormat } from '../shared/memory/block-layout.js';
import { parameterLayout } from '../shared/network/parameters.js';
import { allocateRunMemory, type RunMemory } from '../shared/run-memory.js';
import { settle } from './config/settle.js';
import type { EngineChoice } from './engine-choice/choose-engine.js';

/** Everything a run is built from. */
export interface PreparedRun {
  readonly config: SettledConfig<AlgorithmConfig>;
  readonly environment: EnvironmentSpec;
  readonly policy: PolicySpec;
  readonly networks: RunNetworks;
  readonly unroll: UnrollFormat;
  readonly kernels: WebAssembly.Module;
  readonly memory: RunMemory;
  /** How the engine was chosen; null if it was not left to us, or has not been chosen yet. */
  readonly engineChoice: EngineChoice | null;
}

/**
 * Finds the environment, settles what the config left to it and to the machine, and allocates the memory. What engine is the fastest is
 * still to be found out, which takes seconds: see `settleEngine`.
 *
 * @throws ManyhandsError `ERR_ENV_*` if the environment cannot be had, `ERR_CONFIG` for options it does not have, and for an
 *   algorithm that cannot choose its actions or has no network for its observations
 */
export async function prepareRun(asked: RunConfig<AlgorithmConfig>): Promise<PreparedRun> {
  // Absolute: checkpoints and config.yaml are read from other folders too.
  const module = asked.env.module === null ? null : resolve(asked.env.module);
  if (module !== null) await loadEnvironmentModule(module);
  const environment = environmentSpec(asked.env.id, environmentOptions(asked.env));
  const config = settle({ ...asked, env: { ...asked.env, module } }, environment, availableParallelism());
  const networks = networksOf(config.algorithm, environment.observationSpace, environment.actionSpace);
  const { exploration } = config.actors;
  const policy: PolicySpec =
    exploration.kind === 'none' ? { kind: 'stochastic' } : { kind: 'epsilon-greedy', exploration };
  const unroll = unrollOf(environment, policy);
  const memory = allocateRunMemory(config, unroll, parameterLayout(networks.acting).numParameters);
  const kernels = loadKernelModule();
  return { config, environment, policy, networks, unroll, kernels, memory, engineChoice: null };
}

/** What actors write and the learner reads. */
function unrollOf({ observationSpace, actionSpace }: EnvironmentSpec, { kind }: PolicySpec): UnrollFormat {
  return unrollFormat(observationSpace, actionSpace, { logProbability: kind === 'stochastic' });
}
