import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { environmentOptions } from '../actors/environment-options.js';
import { numActionsOf } from '../actors/envs/actions.js';
import { loadEnvironmentModule } from '../actors/envs/load-module.js';
import { environmentSpec } from '../actors/envs/registry.js';
import type { EnvironmentSpec } from '../actors/envs/vector-environment.js';
import type { PolicySpec } from '../actors/policies/policy.js';
import type { DqnConfig } from '../learner/algorithms/dqn/config.js';
import { qNetwork } from '../learner/algorithms/dqn/networks.js';
import type { RunConfig, SettledConfig } from '../shared/config/run-config.js';
import { loadKernelModule } from '../shared/kernels/load.js';
import { unrollFormat, type UnrollFormat } from '../shared/memory/block-layout.js';
import { parameterLayout } from '../shared/network/parameters.js';
import type { NetworkSpec } from '../shared/network/spec.js';
import { allocateRunMemory, type RunMemory } from '../shared/run-memory.js';
import { spaceSize } from '../shared/spaces.js';
import { settle } from './config/settle.js';

/** Everything a run is built from. */
export interface PreparedRun {
  readonly config: SettledConfig<DqnConfig>;
  readonly environment: EnvironmentSpec;
  readonly policy: PolicySpec;
  readonly network: NetworkSpec;
  readonly unroll: UnrollFormat;
  readonly kernels: WebAssembly.Module;
  readonly memory: RunMemory;
}

/**
 * Finds the environment, settles what the config left to it and to the machine, and allocates the memory.
 *
 * @throws ManyhandsError `ERR_ENV_*` if the environment cannot be had, `ERR_CONFIG` for options it does not have
 */
export async function prepareRun(asked: RunConfig<DqnConfig>): Promise<PreparedRun> {
  // Absolute: checkpoints and config.yaml are read from other folders too.
  const module = asked.env.module === null ? null : resolve(asked.env.module);
  if (module !== null) await loadEnvironmentModule(module);
  const environment = environmentSpec(asked.env.id, environmentOptions(asked.env));
  const config = settle({ ...asked, env: { ...asked.env, module } }, environment, availableParallelism());
  const observationSize = spaceSize(environment.observationSpace);
  const network = qNetwork(config.algorithm, observationSize, numActionsOf(environment));
  const policy: PolicySpec = { kind: 'epsilon-greedy', exploration: config.actors.exploration };
  const unroll = unrollOf(environment, policy);
  const memory = allocateRunMemory(config, unroll, parameterLayout(network).numParameters);
  return { config, environment, policy, network, unroll, kernels: loadKernelModule(), memory };
}

/** What actors write and the learner reads. */
function unrollOf({ observationSpace, actionSpace }: EnvironmentSpec, { kind }: PolicySpec): UnrollFormat {
  return unrollFormat(spaceSize(observationSpace), actionSpace, { logProbability: kind === 'stochastic' });
}
