import { blockLayout, type BlockShape } from '../../../../src/shared/memory/block-layout.js';
import type { Block } from '../../../../src/shared/memory/block.js';
import { BlockRing, type BlockRingShape } from '../../../../src/shared/memory/block-ring.js';
import type { ColumnTable } from '../../../../src/shared/memory/columns.js';

/** A ring as plain data, so that it can be sent to a thread. */
export interface RingSpec extends BlockShape {
  readonly table: ColumnTable;
  readonly numBlocks: number;
}

export function ringShape({ table, numBlocks, ...shape }: RingSpec): BlockRingShape<ColumnTable> {
  return { layout: blockLayout(table, shape), numBlocks };
}

/** Every element is a function of its place in the ring's whole history and of who wrote it; exact in float32. */
function valueAt(
  sequence: number,
  incarnation: number,
  column: number,
  index: number,
  length: number,
): number {
  return ((sequence >>> 0) * length + index + 7919 * column + 104_729 * incarnation) % 2 ** 24;
}

/** Episodes of a block: as many as it has rows, or none, or anything in between. */
function numEpisodes(sequence: number, incarnation: number, numRows: number): number {
  return ((sequence >>> 0) + 3 * incarnation) % (numRows + 1);
}

export function fillBlock(block: Block<ColumnTable>, incarnation: number, numRows: number): void {
  const { sequence } = block;
  block.incarnation = incarnation;
  block.policyVersion = sequence ^ incarnation;
  for (const [k, column] of Object.values(block.columns).entries()) {
    for (let i = 0; i < column.length; i++) column[i] = valueAt(sequence, incarnation, k, i, column.length);
  }
  for (let i = 0; i < numEpisodes(sequence, incarnation, numRows); i++) {
    block.episodes.append(i, sequence, incarnation + 0.1 * i, sequence ^ i);
  }
}

/** @throws Error at the first element that `fillBlock` would not have written */
export function checkBlock(block: Block<ColumnTable>, numRows: number): void {
  const { sequence, incarnation, episodes } = block;
  const fail = (what: string): never => {
    throw new Error(`block ${sequence} of incarnation ${incarnation}: ${what}`);
  };
  if (block.policyVersion !== (sequence ^ incarnation)) fail(`policy version ${block.policyVersion}`);
  for (const [k, [name, column]] of Object.entries(block.columns).entries()) {
    const isByte = column instanceof Uint8Array;
    for (let i = 0; i < column.length; i++) {
      const value = valueAt(sequence, incarnation, k, i, column.length);
      if (column[i] !== (isByte ? value & 255 : value)) fail(`${name}[${i}] is ${column[i]}, not ${value}`);
    }
  }
  if (episodes.count !== numEpisodes(sequence, incarnation, numRows)) fail(`${episodes.count} episodes`);
  const { environmentIndex, stepIndex, episodeReturn, episodeLength } = episodes.columns;
  for (let i = 0; i < episodes.count; i++) {
    const isRight =
      environmentIndex[i] === i &&
      stepIndex[i] === sequence &&
      episodeReturn[i] === incarnation + 0.1 * i &&
      episodeLength[i] === (sequence ^ i);
    if (!isRight) fail(`episode ${i}`);
  }
}

/** Publishes this many blocks, waiting whenever the ring is full. */
export function produce(buffer: SharedArrayBuffer, spec: RingSpec, incarnation: number, count: number): void {
  const ring = new BlockRing(buffer, ringShape(spec));
  for (let made = 0; made < count;) {
    const block = ring.tryAcquire();
    if (block === undefined) {
      ring.waitWritable(1000);
      continue;
    }
    fillBlock(block, incarnation, spec.numEnvs * spec.numSteps);
    ring.publish();
    made++;
  }
}
