import type { UnrollBatch } from '../../../../src/learner/targets/unroll-batch.js';
import { testUniform } from '../../../shared/kernels/support/fixture.js';

/** How the steps of a batch end episodes. */
export const ENDINGS = ['none', 'terminated', 'truncated', 'mixed', 'both at once', 'every step'] as const;
export type Ending = (typeof ENDINGS)[number];

const SHAPES = [
  [1, 1],
  [1, 9],
  [5, 1],
  [3, 16],
] as const;

export const CASES = SHAPES.flatMap(([numEnvs, numSteps]) =>
  ENDINGS.map((ending) => ({ numEnvs, numSteps, ending })),
);

/** One unroll in plain numbers, to be read by a definition. */
export interface Unroll {
  readonly rewards: readonly number[];
  readonly values: readonly number[];
  /** `V` of the next observation: 0 where the task ended. */
  readonly futures: readonly number[];
  /** Whether the step ended its episode. */
  readonly ends: readonly boolean[];
}

/** A random batch of unrolls, in shared memory as they come from actors. */
export function drawUnrolls(numEnvs: number, numSteps: number, ending: Ending, seed = 1): UnrollBatch {
  const draw = testUniform(seed);
  const numRows = numEnvs * numSteps;
  const shared = <A extends { set(values: ArrayLike<number>): void }>(
    Type: { new (buffer: SharedArrayBuffer): A; readonly BYTES_PER_ELEMENT: number },
    values: readonly number[],
  ) => {
    const array = new Type(new SharedArrayBuffer(values.length * Type.BYTES_PER_ELEMENT));
    array.set(values);
    return array;
  };
  const column = (of: (row: number) => number) => Array.from({ length: numRows }, (_, row) => of(row));

  const fates = column(() => (ending === 'none' ? 1 : draw()));
  const isTerminal = (row: number) => {
    if (ending === 'every step') return row % 2 === 0;
    return (ending === 'mixed' ? fates[row]! < -0.6 : ending !== 'truncated') && fates[row]! < -0.4;
  };
  const isTruncated = (row: number) => {
    if (ending === 'every step') return row % 2 === 1;
    if (ending === 'mixed') return fates[row]! > 0.6;
    return (ending === 'truncated' || ending === 'both at once') && fates[row]! < -0.4;
  };
  const terminated = column((row) => Number(isTerminal(row)));
  const truncated = column((row) => Number(isTruncated(row)));
  const values = column(() => 3 * draw());
  const nextValues = column((row) => {
    const isInside = (row + 1) % numSteps !== 0 && terminated[row] === 0 && truncated[row] === 0;
    return isInside ? values[row + 1]! : 3 * draw();
  });
  return {
    rewards: shared(Float32Array, column(draw)),
    terminated: shared(Uint8Array, terminated),
    truncated: shared(Uint8Array, truncated),
    values: shared(Float32Array, values),
    nextValues: shared(Float32Array, nextValues),
    numSteps,
  };
}

/** Unroll `e` of a batch. */
export function unrollOf(batch: UnrollBatch, e: number): Unroll {
  const { numSteps } = batch;
  const of = (column: ArrayLike<number>) =>
    Array.from({ length: numSteps }, (_, t) => column[e * numSteps + t]!);
  const terminated = of(batch.terminated);
  const truncated = of(batch.truncated);
  return {
    rewards: of(batch.rewards),
    values: of(batch.values),
    futures: of(batch.nextValues).map((value, t) => (terminated[t] === 1 ? 0 : value)),
    ends: terminated.map((value, t) => value === 1 || truncated[t] === 1),
  };
}

/** First step after `s` that is no longer of its episode and unroll. */
export function endOfEpisode({ ends }: Unroll, s: number): number {
  const last = ends.indexOf(true, s);
  return last === -1 ? ends.length : last + 1;
}

/** What a test says of a batch of every shape that does not fit, as `[name, change, message]`. */
export const WRONG_UNROLLS: readonly [string, Partial<UnrollBatch>, string][] = [
  ['terminated', { terminated: new Uint8Array(2) }, '3 elements, got 2'],
  ['truncated', { truncated: new Uint8Array(4) }, '3 elements, got 4'],
  ['values', { values: new Float32Array(0) }, '3 elements, got 0'],
  ['nextValues', { nextValues: new Float32Array(1) }, '3 elements, got 1'],
  ['rewards', { numSteps: 2 }, 'whole unrolls of 2 steps, got 3 elements'],
  ['numSteps', { numSteps: 0 }, 'a whole number from 1, got 0'],
  ['numSteps', { numSteps: 1.5 }, 'a whole number from 1, got 1.5'],
  ['numSteps', { numSteps: NaN }, 'a whole number from 1, got NaN'],
];
