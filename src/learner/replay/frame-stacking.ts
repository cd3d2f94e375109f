import type { Observations } from '../../shared/memory/block-layout.js';
import type { FrameTable } from './frame-table.js';

/** Puts the stack that ends with the frame of `row` together, as observation number `index` of `into`. */
export type Stacking = (row: number, into: Observations, index: number) => void;

/** @returns what puts the stacks of one table together */
export function bindStacking(table: FrameTable): Stacking {
  const { frames, frameSize, streamCapacity, observationSize } = table;
  const { frame, numBefore } = table.columns;
  /** Where the frames of a stack begin, oldest first. */
  const starts = new Float64Array(frames);

  function findFrames(row: number): void {
    const position = row % streamCapacity;
    const first = row - position;
    const before = numBefore[row]!;
    for (let f = 0; f < frames; f++) {
      // The episode's first frame fills the stack up.
      const back = Math.min(frames - 1 - f, before);
      starts[f] =
        frameSize * (first + (back > position ? position - back + streamCapacity : position - back));
    }
  }

  function stackAny(row: number, into: Observations, index: number): void {
    findFrames(row);
    for (let f = 0; f < frames; f++) {
      const end = starts[f]! + frameSize;
      let to = index * observationSize + f;
      for (let from = starts[f]!; from < end; from++, to += frames) into[to] = frame[from]!;
    }
  }

  const words = new WeakMap<Observations, Uint32Array>();

  /** The same for four frames of bytes: the four of one place are one word, of which the oldest is the lowest byte. */
  function stackWords(row: number, into: Observations, index: number): void {
    if (into.byteOffset % 4 !== 0) return stackAny(row, into, index);
    let view = words.get(into);
    if (view === undefined)
      words.set(into, (view = new Uint32Array(into.buffer, into.byteOffset, into.length / 4)));
    findFrames(row);
    const start = starts[0]!;
    const [second, third, fourth] = [starts[1]! - start, starts[2]! - start, starts[3]! - start];
    let to = index * frameSize;
    for (let from = start; from < start + frameSize; from++) {
      view[to++] =
        frame[from]! |
        (frame[from + second]! << 8) |
        (frame[from + third]! << 16) |
        (frame[from + fourth]! << 24);
    }
  }

  return frames === 4 && frame instanceof Uint8Array ? stackWords : stackAny;
}
