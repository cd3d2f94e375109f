import type { KernelExports, Pointer } from '../../../shared/kernels/exports.js';
import type { ForwardPass } from '../../algorithms/algorithm.js';
import type { BatchMemory } from './batch-memory.js';

/** Rows of bytes that kernels are to read as floats. Plain data. */
export interface ByteInput {
  readonly bytes: Pointer;
  readonly floats: Pointer;
  readonly rowLength: number;
}

/**
 * What each pass has to bring into floats before it: the bytes of its input, unless a pass before it has read the same.
 *
 * @returns one entry a pass
 */
export function byteInputs<Batch, Outputs>(
  passes: readonly ForwardPass<Batch, Outputs>[],
  batch: BatchMemory<Batch>,
): readonly (ByteInput | undefined)[] {
  return passes.map(({ input }, p) => {
    const { bytes, floats, rowLength } = batch.inputOf(input);
    const isFirst = passes.findIndex((pass) => pass.input === input) === p;
    if (bytes === undefined || !isFirst) return undefined;
    return { bytes: bytes.pointer, floats: floats.pointer, rowLength };
  });
}

/** Brings `rows` rows, from row number `first` on, into floats. */
export function convertRows(
  run: KernelExports,
  { bytes, floats, rowLength }: ByteInput,
  first: number,
  rows: number,
): void {
  const start = first * rowLength;
  run.bytesToFloats(bytes + start, floats + 4 * start, rows * rowLength);
}
