import type { RandomStream } from '../../shared/random/random-stream.js';
import { bindStacking } from './frame-stacking.js';
import type { FrameTable } from './frame-table.js';
import { ROW_KIND } from './row-kind.js';
import type { TransitionBatch, UniformSamplerOptions } from './uniform-sampler.js';

/**
 * The loops of one sampler over a table of frames.
 *
 * Rows are drawn from all that are in use, and drawn again where no transition can begin: the frame of an end, a step whose return has not
 * happened yet, and one of a stream's oldest steps, whose first frames have been overwritten. That keeps it uniform.
 */
export function bindFrameSampling(
  table: FrameTable,
  random: RandomStream,
  { nStep, discount }: UniformSamplerOptions,
  batch: TransitionBatch,
): () => void {
  const { numStreams, streamCapacity, sizes, oldest } = table;
  const { kind, numBefore, action, reward, terminated, truncated } = table.columns;
  const { observationTm1, actionTm1, rewardT, discountT, observationT } = batch;
  const stackInto = bindStacking(table);

  /** A row in use, each equally likely. */
  function drawRow(): number {
    const width = table.maxStreamSize;
    for (;;) {
      const drawn = random.nextInt(numStreams * width);
      const stream = Math.floor(drawn / width);
      const position = drawn - stream * width;
      if (position < sizes[stream]!) return stream * streamCapacity + position;
    }
  }

  /** Whether a step was taken from `row` and all frames of its stack are there. */
  function isWhole(row: number): boolean {
    if (kind[row] !== ROW_KIND.step) return false;
    const stream = Math.floor(row / streamCapacity);
    const age = row - stream * streamCapacity - oldest[stream]!;
    return (age < 0 ? age + streamCapacity : age) >= numBefore[row]!;
  }

  const successor = (row: number): number =>
    (row + 1) % streamCapacity === 0 ? row + 1 - streamCapacity : row + 1;

  /** @returns the row after the return that begins in `row`, or -1 if it has not happened yet */
  function follow(b: number, first: number): number {
    let row = first;
    let sum = reward[row]!;
    let factor = discount;
    for (let i = 1; i < nStep && (terminated[row]! | truncated[row]!) === 0; i++) {
      row = successor(row);
      if (kind[row] !== ROW_KIND.step) return -1;
      sum += factor * reward[row]!;
      factor *= discount;
    }
    rewardT[b] = sum;
    discountT[b] = terminated[row] === 0 ? factor : 0;
    return successor(row);
  }

  function drawInto(b: number): void {
    for (;;) {
      const row = drawRow();
      if (!isWhole(row)) continue;
      const next = follow(b, row);
      if (next < 0) continue;
      actionTm1[b] = action[row]!;
      stackInto(row, observationTm1, b);
      stackInto(next, observationT, b);
      return;
    }
  }

  return () => {
    for (let b = 0; b < actionTm1.length; b++) drawInto(b);
  };
}
