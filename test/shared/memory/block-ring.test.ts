import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockLayout, unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { PATIENCE_MILLISECONDS } from './support/threads.js';
import { discrete } from '../../../src/shared/spaces.js';

const layout = blockLayout(unrollColumns(unrollFormat(2, discrete(2))), { numEnvs: 2, numSteps: 2 });
const shapeOf = (numBlocks: number) => ({ layout, numBlocks });

/** Int32 words of the two positions, by the byte diagram. */
const PUBLISHED = 0;
const RELEASED = 32;

function ringStartingAt(position: number, numBlocks: number): SharedArrayBuffer {
  const buffer = BlockRing.allocate(shapeOf(numBlocks), { poison: true });
  const words = new Int32Array(buffer);
  words[PUBLISHED] = position;
  words[RELEASED] = position;
  return buffer;
}

const anyStep = fc.constantFrom(
  'acquire',
  'publish',
  'peek',
  'release',
  'restart producer',
  'restart consumer',
);
const anyStart = fc.oneof(fc.constant(0), fc.constant(2 ** 31 - 2), fc.constant(-2), fc.integer());

describe('BlockRing', () => {
  it('behaves as a bounded queue, wherever its positions are and whoever is replaced', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4),
        anyStart,
        fc.array(anyStep, { maxLength: 80 }),
        (numBlocks, start, steps) => {
          const buffer = ringStartingAt(start, numBlocks);
          let producer = new BlockRing(buffer, shapeOf(numBlocks));
          let consumer = new BlockRing(buffer, shapeOf(numBlocks));
          const watcher = new BlockRing(buffer, shapeOf(numBlocks));
          const queue: { sequence: number; stamp: number }[] = [];
          let [published, stamp, acquired] = [start | 0, 0, false];

          for (const step of steps) {
            if (step === 'acquire') {
              const block = producer.tryAcquire();
              expect(block?.sequence).toBe(queue.length < numBlocks ? published : undefined);
              if (block === undefined || acquired) continue; // an acquired block is the same block
              acquired = true;
              block.columns.action.fill(++stamp);
              block.episodes.append(0, 0, stamp, 1);
            } else if (step === 'publish' && acquired) {
              producer.publish();
              queue.push({ sequence: published, stamp });
              published = (published + 1) | 0;
              acquired = false;
            } else if (step === 'peek' || (step === 'release' && queue.length > 0)) {
              const block = consumer.tryPeek();
              expect(block?.sequence).toBe(queue[0]?.sequence);
              expect([...(block?.columns.action ?? [])]).toEqual(
                queue[0] ? Array(4).fill(queue[0].stamp) : [],
              );
              expect(block?.episodes.columns.episodeReturn[block.episodes.count - 1]).toBe(queue[0]?.stamp);
              if (step === 'release') {
                consumer.release();
                queue.shift();
              }
            } else if (step === 'restart producer') {
              producer = new BlockRing(buffer, shapeOf(numBlocks));
              acquired = false;
            } else if (step === 'restart consumer') {
              consumer = new BlockRing(buffer, shapeOf(numBlocks));
            }
            expect(watcher.numReadable).toBe(queue.length);
            expect(watcher.published).toBe(published);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hands the same block out until it is published, and keeps its episodes', () => {
    const ring = new BlockRing(BlockRing.allocate(shapeOf(2)), shapeOf(2));
    const block = ring.tryAcquire();
    block?.episodes.append(1, 1, 3, 4);
    expect(ring.tryAcquire()).toBe(block);
    expect(block?.episodes.count).toBe(1);
  });

  it('poisons what nobody wrote', () => {
    const ring = new BlockRing(BlockRing.allocate(shapeOf(1), { poison: true }), shapeOf(1));
    const { columns } = ring.tryAcquire()!;
    expect(columns.observation.every(Number.isNaN)).toBe(true);
    expect([columns.action[0], columns.terminated[0]]).toEqual([-1, 255]);
  });

  it('does not wait for what is there, and says so when there is nothing', () => {
    const ring = new BlockRing(BlockRing.allocate(shapeOf(1)), shapeOf(1));
    expect([ring.waitWritable(PATIENCE_MILLISECONDS), ring.waitReadable(0)]).toEqual([true, false]);
    ring.tryAcquire();
    ring.publish();
    expect([ring.waitWritable(0), ring.waitReadable(PATIENCE_MILLISECONDS)]).toEqual([false, true]);
  });

  it('refuses to publish or release twice', () => {
    const ring = new BlockRing(BlockRing.allocate(shapeOf(2)), shapeOf(2));
    ring.tryAcquire();
    ring.publish();
    expect(() => ring.publish()).toThrow('publish: expected an acquired block, got none');
    ring.tryPeek();
    ring.release();
    expect(() => ring.release()).toThrow('release: expected a peeked block, got none');
    expect(ring.numReadable).toBe(0);
  });

  it.each([0, 3, -4, 1.5, 2 ** 21, NaN])('rejects a ring of %d blocks', (numBlocks) => {
    expect(() => BlockRing.allocate(shapeOf(numBlocks))).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: `numBlocks: expected a power of two in [1, 2^20], got ${numBlocks}`,
      }),
    );
  });

  it('rejects a buffer of another ring and one that is too large to exist', () => {
    expect(() => new BlockRing(BlockRing.allocate(shapeOf(2)), shapeOf(4))).toThrow(
      expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT' }),
    );
    const huge = {
      layout: blockLayout(unrollColumns(unrollFormat(2 ** 20, discrete(2))), {
        numEnvs: 2 ** 12,
        numSteps: 2 ** 12,
      }),
      numBlocks: 2 ** 20,
    };
    expect(() => BlockRing.allocate(huge)).toThrow(
      /^block ring: expected a size that can be allocated, got \d+ bytes$/,
    );
  });
});
