import { a2cProgram } from '../../../../src/learner/algorithms/a2c/program.js';
import { actorCriticProgram } from '../../../../src/learner/algorithms/actor-critic/program.js';
import type { UpdateProgram } from '../../../../src/learner/algorithms/algorithm.js';
import type { AlgorithmConfig } from '../../../../src/learner/algorithms/config.js';
import { dqnProgram } from '../../../../src/learner/algorithms/dqn/program.js';
import { impalaProgram } from '../../../../src/learner/algorithms/impala/program.js';
import { ppoProgram } from '../../../../src/learner/algorithms/ppo/program.js';
import { reinforceProgram } from '../../../../src/learner/algorithms/reinforce/program.js';
import { createDistribution } from '../../../../src/learner/distributions/create-distribution.js';
import { unrollFormat } from '../../../../src/shared/memory/block-layout.js';
import type { NetworkSpec } from '../../../../src/shared/network/spec.js';
import type { BoxSpace, Space } from '../../../../src/shared/spaces.js';

/** Columns of a batch by name, `[rows, ...]` each. */
export type Columns = Readonly<Record<string, Float32Array | Int32Array | Uint8Array>>;

/** Any algorithm's program: what an engine needs to know of it. */
export type AnyProgram = UpdateProgram<Columns, Readonly<Record<string, Float32Array>>>;

/** An algorithm as an engine sees it, with any network that has its outputs. */
export function programOf(
  algorithm: AlgorithmConfig,
  network: NetworkSpec,
  observations: BoxSpace,
  actions: Space,
): AnyProgram {
  // Its columns and outputs have the names that its tables say; its own types say the same.
  return create(algorithm, network, observations, actions) as unknown as AnyProgram;
}

function create(algorithm: AlgorithmConfig, network: NetworkSpec, observations: BoxSpace, actions: Space) {
  const format = unrollFormat(observations, actions, { logProbability: true });
  const parts = [network, format, createDistribution(actions)] as const;
  switch (algorithm.name) {
    case 'dqn':
      return dqnProgram(algorithm, network, format);
    case 'reinforce':
      return reinforceProgram(algorithm, ...parts);
    case 'actor-critic':
      return actorCriticProgram(algorithm, ...parts);
    case 'a2c':
      return a2cProgram(algorithm, ...parts);
    case 'impala':
      return impalaProgram(algorithm, ...parts);
    case 'ppo':
      return ppoProgram(algorithm, ...parts, () => algorithm.clipRange);
  }
}
