import type { Observations } from '../../shared/memory/block-layout.js';
import type { FrameTable } from './frame-table.js';

/** Puts the stack that ends with the frame of `row` together, as observation number `index` of `into`. */
export type Stacking = (row: number, into: Observations, index: number) => void;

/** @returns what puts the stacks of one table together */
export function bindStacking(table: FrameTable): Stacking {
  const { frames, frameSize, streamCapacity, observationSize } = table;
  const { frame, numBefore } = table.columns;

  /** The row with the frame that is `back` before that of `row`, or with its episode's first, which fills a stack up. */
  function rowBefore(row: number, back: number): number {
    const wanted = row - Math.min(back, numBefore[row]!);
    return Math.floor(wanted / streamCapacity) === Math.floor(row / streamCapacity)
      ? wanted
      : wanted + streamCapacity;
  }

  function stackAny(row: number, into: Observations, index: number): void {
    for (let f = 0; f < frames; f++) {
      const start = rowBefore(row, frames - 1 - f) * frameSize;
      let to = index * observationSize + f;
      for (let from = start; from < start + frameSize; from++, to += frames) into[to] = frame[from]!;
    }
  }

  const isWordy = frames === 4 && frame instanceof Uint8Array && frameSize % 4 === 0;
  return isWordy ? viaWords(table, rowBefore) : stackAny;
}

/**
 * The same for four frames of bytes, four places at a time: a word of each frame holds the same four places, the first in the lowest byte,
 * and a word of the stack holds one place of all four.
 */
function viaWords(
  { frameSize, observationSize, columns: { frame } }: FrameTable,
  rowBefore: (row: number, back: number) => number,
): Stacking {
  const words = new Int32Array(frame.buffer);
  const length = frameSize / 4;
  const views = new WeakMap<Observations, Int32Array>();
  /** One stack, for batches that cannot be written as words. */
  const stack = new Uint8Array(observationSize);
  const stackWords = new Int32Array(stack.buffer);

  /** The words of a batch, made once for each; undefined if it holds floats, or lies between words. */
  function wordsOf(into: Observations): Int32Array | undefined {
    if (!(into instanceof Uint8Array) || into.byteOffset % 4 !== 0) return undefined;
    let view = views.get(into);
    if (view === undefined) {
      view = new Int32Array(into.buffer, into.byteOffset, into.length / 4);
      views.set(into, view);
    }
    return view;
  }

  function stackInto(row: number, out: Int32Array, start: number): void {
    const first = rowBefore(row, 3) * length;
    const second = rowBefore(row, 2) * length;
    const third = rowBefore(row, 1) * length;
    const fourth = row * length;
    for (let i = 0, to = start; i < length; i++, to += 4) {
      const a = words[first + i]!;
      const b = words[second + i]!;
      const c = words[third + i]!;
      const d = words[fourth + i]!;
      // Places 0 and 2 of two frames side by side, then places 1 and 3.
      const evenAb = (a & 0x00ff00ff) | ((b & 0x00ff00ff) << 8);
      const evenCd = (c & 0x00ff00ff) | ((d & 0x00ff00ff) << 8);
      const oddAb = ((a >>> 8) & 0x00ff00ff) | (b & 0xff00ff00);
      const oddCd = ((c >>> 8) & 0x00ff00ff) | (d & 0xff00ff00);
      out[to] = (evenAb & 0xffff) | (evenCd << 16);
      out[to + 1] = (oddAb & 0xffff) | (oddCd << 16);
      out[to + 2] = (evenAb >>> 16) | (evenCd & 0xffff0000);
      out[to + 3] = (oddAb >>> 16) | (oddCd & 0xffff0000);
    }
  }

  return (row, into, index) => {
    const out = wordsOf(into);
    if (out !== undefined) {
      stackInto(row, out, index * frameSize);
      return;
    }
    stackInto(row, stackWords, 0);
    into.set(stack, index * observationSize);
  };
}
