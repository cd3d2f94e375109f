import { readFileSync } from 'node:fs';

type Row = readonly number[];

/** Whole episodes from Gymnasium; written by test/golden/record.py. */
export interface CartPoleRun {
  readonly name: string;
  readonly seed: number;
  readonly maxEpisodeSteps: number;
  /** Steps made before, float64 state and float32 observation of every episode's start. */
  readonly starts: readonly (readonly [steps: number, state: Row, observation: Row])[];
  /** One digit a step. */
  readonly actions: string;
  readonly terminated: string;
  readonly truncated: string;
  readonly rewards: Row;
  /** Float64 state after each step, before any reset. */
  readonly states: readonly Row[];
  readonly observations: readonly Row[];
}

/** A vector from Gymnasium's SyncVectorEnv with SAME_STEP autoreset. Rows by step, then by environment. */
export interface CartPoleVectorRun {
  readonly numEnvs: number;
  readonly seed: number;
  readonly first: readonly Row[];
  readonly actions: readonly Row[];
  readonly observations: readonly (readonly Row[])[];
  readonly nextObservations: readonly (readonly Row[])[];
  readonly rewards: readonly Row[];
  readonly terminated: readonly Row[];
  readonly truncated: readonly Row[];
}

/** Reads the recorded episodes, from the repository's root. */
export function readCartPoleGolden(): {
  readonly runs: readonly CartPoleRun[];
  readonly vector: CartPoleVectorRun;
} {
  return JSON.parse(readFileSync('test/golden/cartpole.json', 'utf8')) as ReturnType<
    typeof readCartPoleGolden
  >;
}
