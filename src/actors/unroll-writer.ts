import type { UnrollColumns } from '../shared/memory/block-layout.js';
import type { ColumnArrays } from '../shared/memory/columns.js';
import type { VectorEnvironment } from './envs/vector-environment.js';

/** Copies what a vector of environments shows into an unroll's columns, row `e * T + t`. */
export class UnrollWriter {
  readonly #environments: VectorEnvironment;
  readonly #numSteps: number;
  readonly #observationSize: number;

  constructor(environments: VectorEnvironment, numSteps: number) {
    this.#environments = environments;
    this.#numSteps = numSteps;
    this.#observationSize = environments.observations.length / environments.numEnvs;
  }

  /** What the policy saw and chose, before step `t`. */
  writeBefore(columns: ColumnArrays<UnrollColumns>, t: number, actions: Int32Array): void {
    const { numEnvs, observations } = this.#environments;
    const { observation, action } = columns;
    const T = this.#numSteps;
    const D = this.#observationSize;
    for (let e = 0, from = 0; e < numEnvs; e++) {
      const row = e * T + t;
      for (let d = 0, to = row * D; d < D; d++) observation[to++] = observations[from++]!;
      action[row] = actions[e]!;
    }
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
