import { median } from '../../shared/statistics.js';
import type { Engine } from '../engines/engine.js';

/** Shaders are compiled for the first update, and others for the second, whose figures stay on the device. */
const NUM_COMPILING = 2;
/** A block of updates lasts about so long, */
const BLOCK_MILLISECONDS = 100;
/** and has no more than so many, as of a run between two publications of its weights. */
const MAX_BLOCK = 20;

/** A clock in milliseconds. */
export type Clock = () => number;

/**
 * Times updates as a run makes them: the batch goes up for each, figures come down when the engine brings them, and the weights after
 * every block, which waits for all that a device was asked to do.
 *
 * The first two updates, for which shaders are compiled and libraries tuned, do not count, nor does the first half of the blocks, in
 * which code and clock rates warm up. The step size is 0, so that no number grows however long it takes.
 *
 * @param engine - its batch is filled
 * @param seconds - how long to go on after the first two; one update is timed at least
 * @returns milliseconds of one update: the median over the blocks
 */
export async function timeUpdates(
  engine: Pick<Engine<unknown>, 'update' | 'readParameters' | 'learningRate'>,
  seconds: number,
  clock: Clock,
): Promise<number> {
  engine.learningRate = 0;
  const timeBlock = async (numUpdates: number): Promise<number> => {
    const start = clock();
    for (let i = 0; i < numUpdates; i++) await engine.update();
    await engine.readParameters();
    return (clock() - start) / numUpdates;
  };
  await timeBlock(NUM_COMPILING);
  const end = clock() + 1000 * seconds;
  const blocks = [await timeBlock(1)];
  while (clock() < end) {
    const fitting = Math.floor(BLOCK_MILLISECONDS / blocks.at(-1)!);
    blocks.push(await timeBlock(Math.min(MAX_BLOCK, Math.max(1, fitting))));
  }
  return median(blocks.slice(Math.floor(blocks.length / 2)));
}
