import { createActions } from '../../../../src/actors/envs/actions.js';
import type { Action, Actions, ActionSpace } from '../../../../src/actors/envs/environment.js';
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

/**
 * A table of random actions: row `t` holds the actions of `E` environments at step `t`. One in three elements of a
 * box lies outside its bounds.
 */
export function randomActions(numSteps: number, numEnvs: number, space: ActionSpace): Actions[] {
  const stream = RandomStream.derive(5, STREAM_ROLE.exploration, 0);
  const draw = (k: number): number => {
    if (space.kind === 'discrete') return stream.nextInt(space.n);
    const low = space.low[k % space.low.length]!;
    const width = space.high[k % space.high.length]! - low;
    return low + width * (1.5 * stream.nextFloat() - 0.25);
  };
  return Array.from({ length: numSteps }, () => createActions(space, numEnvs).map((_, k) => draw(k)));
}

/** The action of environment `index`, as one environment takes it. */
export function actionOf(actions: Actions, index: number, numEnvs: number): Action {
  if (actions instanceof Int32Array) return actions[index]!;
  const size = actions.length / numEnvs;
  return actions.slice(index * size, (index + 1) * size);
}

/** Row `index` of a `[E, D]` array. */
export function rowOf(array: Float32Array, index: number, numEnvs: number): number[] {
  const size = array.length / numEnvs;
  return [...array.subarray(index * size, (index + 1) * size)];
}
