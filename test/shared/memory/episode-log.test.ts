import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockLayout, unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { discrete } from '../../../src/shared/spaces.js';

const shape = {
  layout: blockLayout(unrollColumns(unrollFormat(1, discrete(2))), { numEnvs: 2, numSteps: 3 }),
  numBlocks: 2,
};

/** Episodes that end in one life of an actor before it publishes its block, or dies. */
const anyBlock = fc.record({
  numEpisodes: fc.integer({ min: 0, max: 6 }),
  dies: fc.boolean(),
  numReceived: fc.integer({ min: 0, max: 2 }),
});

describe('EpisodeLog', () => {
  it('delivers exactly the episodes of published blocks, in order, whenever an actor dies', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 40 }), (blocks) => {
        const buffer = BlockRing.allocate(shape, { poison: true });
        const consumer = new BlockRing(buffer, shape);
        let producer = new BlockRing(buffer, shape);
        const [appended, received]: [number[][], number[][]] = [[], []];
        let nextReturn = 0;

        const receive = (): void => {
          const episodes = consumer.tryPeek()?.episodes;
          if (episodes === undefined) return;
          const { episodeReturn, episodeLength, environmentIndex, stepIndex } = episodes.columns;
          for (let i = 0; i < episodes.count; i++) {
            received.push([environmentIndex[i]!, stepIndex[i]!, episodeReturn[i]!, episodeLength[i]!]);
          }
          consumer.release();
        };

        for (const { numEpisodes, dies, numReceived } of blocks) {
          const block = producer.tryAcquire();
          if (block !== undefined) {
            const records = Array.from({ length: numEpisodes }, (_, i) => [
              i % 2,
              i >> 1,
              ++nextReturn + 0.5,
              i + 1,
            ]);
            for (const [environment, step, sum, length] of records) {
              block.episodes.append(environment!, step!, sum!, length!);
            }
            if (dies) {
              producer = new BlockRing(buffer, shape);
            } else {
              producer.publish();
              appended.push(...records);
            }
          }
          for (let i = 0; i < numReceived; i++) receive();
        }
        while (consumer.numReadable > 0) receive();
        expect(received).toEqual(appended);
      }),
      { numRuns: 300 },
    );
  });

  it('has room for an episode at every step of every environment, and no more', () => {
    const ring = new BlockRing(BlockRing.allocate(shape), shape);
    const { episodes } = ring.tryAcquire()!;
    for (let i = 0; i < 6; i++) episodes.append(i % 2, i >> 1, 1, 1);
    expect(() => episodes.append(0, 0, 1, 1)).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: 'episode log: expected at most 6 episodes in a block, got 7',
      }),
    );
    expect(episodes.count).toBe(6);
  });

  it('keeps returns that float32 cannot', () => {
    const ring = new BlockRing(BlockRing.allocate(shape), shape);
    const { episodes } = ring.tryAcquire()!;
    episodes.append(0, 0, 2 ** 24 + 1.1, 1);
    expect(episodes.columns.episodeReturn[0]).toBe(2 ** 24 + 1.1);
  });
});
