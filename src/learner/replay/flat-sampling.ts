import type { Observations } from '../../shared/memory/block-layout.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import type { ReplayTable } from './replay-table.js';
import type { TransitionBatch, UniformSamplerOptions } from './uniform-sampler.js';

/** Elements of an observation from which on a call that copies it costs less than a loop. */
const LONG_ROW = 256;

/**
 * The loops of one sampler, over the arrays of one table and one batch.
 *
 * A closure and not methods: in a thread with one sampler the compiler takes the arrays for constants, and the
 * loops run twice as fast. And one column after the other, not whole transitions, because short loops keep more
 * cache misses in flight. (`manyhands bench replay`)
 */
export function bindFlatSampling(
  table: ReplayTable,
  random: RandomStream,
  { nStep, discount }: UniformSamplerOptions,
  batch: TransitionBatch,
): () => void {
  const { numStreams, streamCapacity, observationSize, sizes, oldest } = table;
  const { observation, action, reward, terminated, truncated, nextObservation } = table.columns;
  const { observationTm1, actionTm1, rewardT, discountT, observationT } = batch;
  const batchSize = actionTm1.length;
  const firstRows = new Int32Array(batchSize);
  const lastRows = new Int32Array(batchSize);

  /** Draws rows uniformly among all that the table holds. */
  function drawRows(): void {
    random.nextIntsInto(numStreams * table.maxStreamSize, firstRows);
    if (table.size === table.capacity) return; // every row is taken: the numbers drawn are rows
    for (let b = 0; b < batchSize; b++) firstRows[b] = toRow(firstRows[b]!);
  }

  /** Streams of async runs differ in length: drawing from the box around them and rejecting keeps it uniform. */
  function toRow(drawn: number): number {
    const width = table.maxStreamSize;
    for (;;) {
      const stream = Math.floor(drawn / width);
      const position = drawn - stream * width;
      if (position < sizes[stream]!) return stream * streamCapacity + position;
      drawn = random.nextInt(numStreams * width);
    }
  }

  /** Finds each transition's return, discount and last row. */
  function followSteps(): void {
    for (let b = 0; b < batchSize; b++) {
      while (!follow(b)) firstRows[b] = toRow(random.nextInt(numStreams * table.maxStreamSize));
    }
  }

  /** @returns false if transition `b` begins with one of the youngest steps, whose return has not happened yet */
  function follow(b: number): boolean {
    let row = firstRows[b]!;
    let sum = reward[row]!;
    let factor = discount;
    for (let i = 1; i < nStep && (terminated[row]! | truncated[row]!) === 0; i++) {
      row = successor(row);
      if (row < 0) return false;
      sum += factor * reward[row]!;
      factor *= discount;
    }
    lastRows[b] = row;
    rewardT[b] = sum;
    discountT[b] = terminated[row] === 0 ? factor : 0;
    return true;
  }

  /** The row one step later, or -1 after the youngest of its stream. */
  function successor(row: number): number {
    const stream = Math.floor(row / streamCapacity);
    const start = stream * streamCapacity;
    const next = row + 1 - start === streamCapacity ? start : row + 1;
    const afterYoungest = start + ((oldest[stream]! + sizes[stream]!) % streamCapacity);
    return next === afterYoungest ? -1 : next;
  }

  function gatherObservations(from: Observations, rows: Int32Array, into: Observations): void {
    if (observationSize >= LONG_ROW) {
      gatherLongRows(from, rows, into);
      return;
    }
    for (let b = 0, to = 0; b < batchSize; b++) {
      const start = rows[b]! * observationSize;
      for (let element = start; element < start + observationSize; element++) into[to++] = from[element]!;
    }
  }

  function gatherLongRows(from: Observations, rows: Int32Array, into: Observations): void {
    for (let b = 0; b < batchSize; b++) {
      const start = rows[b]! * observationSize;
      into.set(from.subarray(start, start + observationSize), b * observationSize);
    }
  }

  return () => {
    drawRows();
    followSteps();
    for (let b = 0; b < batchSize; b++) actionTm1[b] = action[firstRows[b]!]!;
    gatherObservations(observation, firstRows, observationTm1);
    gatherObservations(nextObservation, lastRows, observationT);
  };
}
