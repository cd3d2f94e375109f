import type { VectorEnvironment } from '../../../../src/actors/envs/vector-environment.js';
import { RandomStream } from '../../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../../src/shared/random/stream-role.js';

/** Everything a vector shows after a call, copied. */
export function columnsOf(vector: VectorEnvironment) {
  return {
    observations: [...vector.observations],
    nextObservations: [...vector.nextObservations],
    rewards: [...vector.rewards],
    terminated: [...vector.terminated],
    truncated: [...vector.truncated],
  };
}

/** Overwrites what a step has to write with values no environment writes. */
export function poison(vector: VectorEnvironment): void {
  for (const column of [vector.observations, vector.nextObservations, vector.rewards]) column.fill(NaN);
  for (const column of [vector.terminated, vector.truncated]) column.fill(255);
}

/** A table of random actions: row `t` holds the actions of `E` environments at step `t`. */
export function randomActions(numSteps: number, numEnvs: number, numActions: number): Int32Array[] {
  const stream = RandomStream.derive(5, STREAM_ROLE.exploration, 0);
  return Array.from({ length: numSteps }, () =>
    Int32Array.from({ length: numEnvs }, () => stream.nextInt(numActions)),
  );
}

/** Row `index` of a `[E, D]` array. */
export function rowOf(array: Float32Array, index: number, numEnvs: number): number[] {
  const size = array.length / numEnvs;
  return [...array.subarray(index * size, (index + 1) * size)];
}
