import type { Unroll } from '../../../src/learner/trainer.js';
import type { Observations } from '../../../src/shared/memory/block-layout.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';

/** Length of an observation in these tests. */
export const OBSERVATION_SIZE = 2;

/** One transition, spelled out. Observations name their stream and time, so that a row tells where it belongs. */
export interface Step {
  readonly observation: readonly [stream: number, time: number];
  readonly action: number;
  readonly reward: number;
  readonly terminated: 0 | 1;
  readonly truncated: 0 | 1;
  readonly nextObservation: readonly [stream: number, time: number];
}

/** How an episode goes on: not at its end, terminated, truncated, or both at once. */
export type Flags = 0 | 1 | 2 | 3;

export function stepAt(stream: number, time: number, flags: Flags): Step {
  return {
    observation: [stream, time],
    action: (stream + time) % 5,
    // Sixteenths of small numbers: sums of them are exact in float32.
    reward: ((stream * 37 + time * 11) % 64) / 16 - 2,
    terminated: (flags & 1) as 0 | 1,
    truncated: (flags >> 1) as 0 | 1,
    nextObservation: [stream, time + 0.5],
  };
}

/** `length` steps of a stream from `time` on; about one in four ends an episode, in one of the three ways. */
export function stepsFrom(stream: number, time: number, length: number, seed = 1): Step[] {
  return Array.from({ length }, (_, i) => {
    const draw = testUniform(seed + 7919 * stream + time + i);
    draw();
    const flags = draw() < 0.5 ? 0 : 1 + Math.floor(1.5 * (draw() + 1));
    return stepAt(stream, time + i, flags as Flags);
  });
}

/** The steps of some environments as the columns of an unroll; all have as many. */
export function unrollOf(environments: readonly (readonly Step[])[]): Unroll {
  const rows = environments.flat();
  return {
    observation: Float32Array.from(rows.flatMap(({ observation }) => observation)),
    action: Int32Array.from(rows, ({ action }) => action),
    reward: Float32Array.from(rows, ({ reward }) => reward),
    terminated: Uint8Array.from(rows, ({ terminated }) => terminated),
    truncated: Uint8Array.from(rows, ({ truncated }) => truncated),
    nextObservation: Float32Array.from(rows.flatMap(({ nextObservation }) => nextObservation)),
  };
}

/** The step in one row of columns. */
export function stepInRow(columns: Unroll, row: number): Step {
  const pair = (values: Observations) => [values[2 * row]!, values[2 * row + 1]!] as const;
  return {
    observation: pair(columns.observation),
    action: columns.action[row]!,
    reward: columns.reward[row]!,
    terminated: columns.terminated[row] as 0 | 1,
    truncated: columns.truncated[row] as 0 | 1,
    nextObservation: pair(columns.nextObservation),
  };
}

/** Fills columns with what no step has. */
export function poison(columns: Unroll): void {
  columns.observation.fill(NaN);
  columns.action.fill(-1);
  columns.reward.fill(NaN);
  columns.terminated.fill(255);
  columns.truncated.fill(255);
  columns.nextObservation.fill(NaN);
}
