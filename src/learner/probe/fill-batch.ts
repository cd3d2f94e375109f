import { spaceSize, type Space } from '../../shared/spaces.js';
import type { RandomStream } from '../../shared/random/random-stream.js';

/**
 * Fills every column of a batch with what it may hold: choices there are, bytes, and elsewhere numbers in `[0, 1)`, with which any loss
 * is finite.
 *
 * @param batch - typed arrays by name, as an engine has them
 */
export function fillBatch(batch: object, actionSpace: Space, random: RandomStream): void {
  const numChoices = actionSpace.kind === 'discrete' ? actionSpace.n : spaceSize(actionSpace);
  for (const column of Object.values(batch) as (Float32Array | Int32Array | Uint8Array)[]) {
    for (let i = 0; i < column.length; i++) {
      if (column instanceof Int32Array) column[i] = random.nextInt(numChoices);
      else column[i] = column instanceof Uint8Array ? random.nextInt(256) : random.nextFloat();
    }
  }
}
