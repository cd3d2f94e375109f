import type { UnrollFormat } from '../../shared/memory/block-layout.js';
import { ReplayTable } from './replay-table.js';
import type { Table } from './table.js';

/**
 * The table that suits a run's observations: of frames where they are stacks of them.
 *
 * @param capacity - rows at most, over all of `numStreams` streams
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if that is too few or too many
 */
export async function createTable(
  { observationSize, observationDtype, frames }: UnrollFormat,
  numStreams: number,
  capacity: number,
): Promise<Table> {
  const options = { numStreams, capacity, observationSize, observationDtype };
  if (frames === null) return new ReplayTable(options);
  const { FrameTable } = await import('./frame-table.js');
  return new FrameTable({ ...options, frames });
}
