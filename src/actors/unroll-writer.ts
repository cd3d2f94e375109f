import type { UnrollColumns } from '../shared/memory/block-layout.js';
import type { ColumnArrays } from '../shared/memory/columns.js';
import type { VectorEnvironment } from './envs/vector-environment.js';
import type { Policy } from './policies/policy.js';

/** What of a policy goes into unrolls. */
export type Choices = Pick<Policy, 'actions' | 'logProbabilities'>;

/** Copies what a vector of environments shows and a policy chooses into an unroll's columns, row `e * T + t`. */
export class UnrollWriter {
  readonly #environments: VectorEnvironment;
  readonly #choices: Choices;
  readonly #numSteps: number;
  readonly #observationSize: number;
  readonly #actionSize: number;

  constructor(environments: VectorEnvironment, choices: Choices, numSteps: number) {
    const { observations, numEnvs } = environments;
    this.#environments = environments;
    this.#choices = choices;
    this.#numSteps = numSteps;
    this.#observationSize = observations.length / numEnvs;
    this.#actionSize = choices.actions.length / numEnvs;
  }

  /** What the policy saw and chose, before step `t`. */
  writeBefore(columns: ColumnArrays<UnrollColumns>, t: number): void {
    const { numEnvs, observations } = this.#environments;
    const { actions, logProbabilities } = this.#choices;
    const { observation, action, logProbability } = columns;
    const T = this.#numSteps;
    const D = this.#observationSize;
    const A = this.#actionSize;
    for (let e = 0, from = 0, fromAction = 0; e < numEnvs; e++) {
      const row = e * T + t;
      for (let d = 0, to = row * D; d < D; d++) observation[to++] = observations[from++]!;
      for (let a = 0, to = row * A; a < A; a++) action[to++] = actions[fromAction++]!;
    }
    if (logProbability === undefined || logProbabilities === undefined) return;
    for (let e = 0; e < numEnvs; e++) logProbability[e * T + t] = logProbabilities[e]!;
  }

  /** What came of step `t`. */
  writeAfter(columns: ColumnArrays<UnrollColumns>, t: number): void {
    const { numEnvs, nextObservations, rewards, terminated, truncated } = this.#environments;
    const { nextObservation } = columns;
    const T = this.#numSteps;
    const D = this.#observationSize;
    for (let e = 0, from = 0; e < numEnvs; e++) {
      const row = e * T + t;
      for (let d = 0, to = row * D; d < D; d++) nextObservation[to++] = nextObservations[from++]!;
      columns.reward[row] = rewards[e]!;
      columns.terminated[row] = terminated[e]!;
      columns.truncated[row] = truncated[e]!;
    }
  }
}
