import type { ActionSpace } from '../../../../src/actors/envs/environment.js';
import { createActingNetwork, type ActingNetwork } from '../../../../src/actors/policies/acting-network.js';
import { createPolicy } from '../../../../src/actors/policies/create-policy.js';
import type { EnvironmentRange } from '../../../../src/actors/policies/epsilon-schedule.js';
import type { Policy, PolicySpec } from '../../../../src/actors/policies/policy.js';
import { loadKernelModule } from '../../../../src/shared/kernels/load.js';
import { inputLength, outputsOf, type NetworkSpec } from '../../../../src/shared/network/spec.js';
import { box } from '../../../../src/shared/spaces.js';
import { arbitraryParameters } from '../../support/network.js';
import type { Outputs } from './distribution.js';

export interface PolicySetup {
  readonly spec: PolicySpec;
  readonly network: NetworkSpec;
  readonly actionSpace: ActionSpace;
}

/** Which environments of a run of five act, and on which streams. */
export interface Place {
  readonly firstEnv?: number;
  readonly numEnvs?: number;
  readonly seed?: number;
  readonly incarnation?: number;
}

export const NUM_ENVS = 5;

/** Outputs near 1: every choice is likely enough to be counted, every sample differs from its neighbours. */
const PARAMETER_SCALE = 0.4;

/** A network with some parameters, the same for the same spec. */
export function arbitraryNetwork(spec: NetworkSpec, maxEnvs: number): ActingNetwork {
  const acting = createActingNetwork(loadKernelModule(), spec, maxEnvs);
  acting.network.parameters.set(arbitraryParameters(spec, 1).map((x) => PARAMETER_SCALE * x));
  return acting;
}

/** A policy at work, on observations that differ by environment and step. */
export class Acting {
  readonly policy: Policy;
  readonly network: ActingNetwork['network'];
  readonly #firstEnv: number;
  readonly #numEnvs: number;

  constructor({ spec, network, actionSpace }: PolicySetup, place: Place = {}) {
    const { firstEnv = 0, numEnvs = NUM_ENVS, seed = 3, incarnation = 0 } = place;
    const range: EnvironmentRange = { firstEnv, numEnvs, totalEnvs: NUM_ENVS };
    const acting = arbitraryNetwork(network, numEnvs);
    const environment = {
      ...{ id: 'Nowhere-v0', maxEpisodeSteps: null, returnThreshold: null },
      ...{ actionSpace, observationSpace: box([inputLength(network)], -1, 1) },
    };
    this.network = acting.network;
    this.policy = createPolicy(spec, acting, environment, { range, seed, incarnation, episodesBefore: 0 });
    this.#firstEnv = firstEnv;
    this.#numEnvs = numEnvs;
  }

  /** Acts on the observations of `step`, over whatever the arrays hold. @returns the actions to store, a row each */
  act(step: number): (readonly number[])[] {
    const { policy } = this;
    const size = policy.observations.length / this.#numEnvs;
    for (let i = 0; i < policy.observations.length; i++) {
      policy.observations[i] = Math.sin(1 + step * 0.7 + (this.#firstEnv * size + i) * 1.3);
    }
    // In an Int32Array NaN becomes 0, which is a choice; -1 is none.
    policy.actions.fill(policy.actions instanceof Int32Array ? -1 : NaN);
    if (policy.environmentActions !== policy.actions) policy.environmentActions.fill(NaN);
    policy.logProbabilities?.fill(NaN);
    policy.act(step);
    return rowsOf(policy.actions, this.#numEnvs);
  }

  /** What the network said in the latest step, by environment. */
  outputs(): Outputs[] {
    const named = outputsOf(this.network.spec).map(
      ({ name }) => [name, rowsOf(this.network.output(name, this.#numEnvs), this.#numEnvs)] as const,
    );
    return Array.from({ length: this.#numEnvs }, (_, e) =>
      Object.fromEntries(named.map(([name, rows]) => [name, rows[e]!])),
    );
  }

  /** Actions of many steps. */
  play(numSteps: number): (readonly number[])[][] {
    return Array.from({ length: numSteps }, (_, step) => this.act(step));
  }
}

/** The rows of an array `[numRows, ...]`. */
export function rowsOf(array: Float32Array | Int32Array, numRows: number): (readonly number[])[] {
  const size = array.length / numRows;
  return Array.from({ length: numRows }, (_, row) => [...array.slice(row * size, (row + 1) * size)]);
}
