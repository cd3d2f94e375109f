import { describe, expect, it } from 'vitest';
import { unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { checkBlock, fillBlock, ringShape, type RingSpec } from './support/pattern.js';
import { PATIENCE_MILLISECONDS, startThread, wakeSleeper } from './support/threads.js';
import { discrete } from '../../../src/shared/spaces.js';

const producerFile = new URL('./support/block-producer.js', import.meta.url);

/** Checks the ring's next block and gives it back. @returns its incarnation */
function consumeOne(ring: BlockRing<RingSpec['table']>, spec: RingSpec, sequence: number): number {
  let block = ring.tryPeek();
  // A wait may end early twice: at an old ring of the bell, and at the late ring of a producer that was held up.
  for (let waits = 0; block === undefined; waits++) {
    if (waits > 2)
      throw new Error(`block ${sequence}: expected within ${PATIENCE_MILLISECONDS} ms, got none`);
    ring.waitReadable(PATIENCE_MILLISECONDS);
    block = ring.tryPeek();
  }
  if (block.sequence !== sequence) throw new Error(`expected block ${sequence}, got ${block.sequence}`);
  checkBlock(block, spec.numEnvs * spec.numSteps);
  const { incarnation } = block;
  ring.release();
  return incarnation;
}

const cartPole: RingSpec = {
  table: unrollColumns(unrollFormat(4, discrete(2))),
  numEnvs: 8,
  numSteps: 16,
  numBlocks: 4,
};

describe('BlockRing between two threads', () => {
  it.each([
    { name: 'CartPole unrolls', start: 0, count: 16_000, spec: cartPole },
    {
      name: 'one row a block across 2^31',
      start: 2 ** 31 - 50_000,
      count: 100_000,
      spec: { ...cartPole, numEnvs: 1, numSteps: 1 },
    },
    {
      name: 'a ring of one block across 2^32',
      start: -5_000,
      count: 10_000,
      spec: { ...cartPole, numBlocks: 1 },
    },
    {
      name: 'wide rows with log-probabilities',
      start: 0,
      count: 1_000,
      spec: {
        table: unrollColumns(unrollFormat(33, discrete(2), { logProbability: true })),
        numEnvs: 3,
        numSteps: 17,
        numBlocks: 8,
      },
    },
  ])('loses, tears, doubles and reorders nothing: $name', async ({ start, count, spec }) => {
    const buffer = BlockRing.allocate(ringShape(spec), { poison: true });
    const words = new Int32Array(buffer);
    words[0] = start;
    words[32] = start;
    const ring = new BlockRing(buffer, ringShape(spec));
    const producer = startThread(producerFile, { buffer, spec, incarnation: 0, count });
    for (let i = 0; i < count; i++) consumeOne(ring, spec, (start + i) | 0);
    expect(await producer.exited).toBe(0);
    expect(ring.tryPeek()).toBeUndefined();
  });

  it('goes on with whole blocks, in order, when its producer is killed and replaced', async () => {
    // Blocks so long that nearly every kill falls into the middle of one.
    const spec: RingSpec = {
      table: unrollColumns(unrollFormat(4, discrete(2))),
      numEnvs: 16,
      numSteps: 64,
      numBlocks: 2,
    };
    const buffer = BlockRing.allocate(ringShape(spec), { poison: true });
    const ring = new BlockRing(buffer, ringShape(spec));
    let sequence = 0;
    for (let incarnation = 0; incarnation < 25; incarnation++) {
      const { worker } = startThread(producerFile, { buffer, spec, incarnation, count: Infinity });
      // Not before this life has published something itself.
      while (consumeOne(ring, spec, sequence++) !== incarnation);
      const more = (incarnation * 7) % 5;
      for (let i = 0; i < more; i++) expect(consumeOne(ring, spec, sequence++)).toBe(incarnation);
      await worker.terminate();
    }
    while (ring.numReadable > 0) consumeOne(ring, spec, sequence++);
    expect(ring.published).toBe(sequence);
  });

  it('wakes a consumer that waits for a block', async () => {
    const buffer = BlockRing.allocate(ringShape(cartPole));
    const ring = new BlockRing(buffer, ringShape(cartPole));
    const answer = await wakeSleeper({ at: 'readable', buffer, spec: cartPole }, () => {
      fillBlock(ring.tryAcquire()!, 0, 128);
      ring.publish();
    });
    expect(answer).toBe(true);
  });

  it('wakes a producer that waits for room', async () => {
    const spec = { ...cartPole, numBlocks: 1 };
    const buffer = BlockRing.allocate(ringShape(spec));
    const ring = new BlockRing(buffer, ringShape(spec));
    ring.tryAcquire();
    ring.publish();
    const answer = await wakeSleeper({ at: 'writable', buffer, spec }, () => {
      ring.tryPeek();
      ring.release();
    });
    expect(answer).toBe(true);
  });

  it('lets both sides go when interrupted', async () => {
    const spec = { ...cartPole, numBlocks: 1 };
    const buffer = BlockRing.allocate(ringShape(spec));
    const ring = new BlockRing(buffer, ringShape(spec));
    expect(await wakeSleeper({ at: 'readable', buffer, spec }, () => ring.interrupt())).toBe(false);
    ring.tryAcquire();
    ring.publish();
    expect(ring.waitWritable(0)).toBe(false); // uses up the first interrupt
    expect(await wakeSleeper({ at: 'writable', buffer, spec }, () => ring.interrupt())).toBe(false);
  });
});
