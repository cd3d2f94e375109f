import { readFileSync } from 'node:fs';
import type { EnvironmentOptions } from '../../../../src/actors/envs/environment.js';

type Row = readonly number[];

/** Whole episodes of one environment from Gymnasium; written by test/golden/record.py. */
export interface GoldenRun {
  readonly name: string;
  readonly seed: number;
  readonly maxEpisodeSteps: number;
  readonly options?: EnvironmentOptions;
  /** Steps made before, float64 state and float32 observation of every episode's start. */
  readonly starts: readonly (readonly [steps: number, state: Row, observation: Row])[];
  /** One digit a step, or one float32 element. */
  readonly actions: string | Row;
  readonly terminated: string;
  readonly truncated: string;
  readonly rewards: Row;
  /** Float64 state after each step, before any reset; left out where the observations tell it. */
  readonly states?: readonly Row[];
  readonly observations: readonly Row[];
}

/** One step from a state that no episode comes to. */
export interface GoldenStep {
  readonly state: Row;
  readonly action: number;
  readonly nextState: Row;
  readonly observation: Row;
  readonly reward: number;
  readonly terminated: number;
}

/** A vector from Gymnasium's SyncVectorEnv with SAME_STEP autoreset. Rows by step, then by environment. */
export interface GoldenVector {
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

/** Reads the recorded episodes of one environment, from the repository's root. */
export function readGoldenRuns(name: string): readonly GoldenRun[] {
  return (read(name) as { runs: readonly GoldenRun[] }).runs;
}

/** Reads the single steps of Acrobot-v1. */
export function readAcrobotSteps(): readonly GoldenStep[] {
  return (read('acrobot-steps') as { steps: readonly GoldenStep[] }).steps;
}

/** Reads the recorded vector, of CartPole-v1. */
export function readGoldenVector(): GoldenVector {
  return read('sync-vector') as GoldenVector;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(`test/golden/${name}.json`, 'utf8'));
}
