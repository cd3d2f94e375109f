import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockLayout, unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { discrete } from '../../../src/shared/spaces.js';

const layout = blockLayout(unrollColumns(unrollFormat(2, discrete(2))), { numEnvs: 1, numSteps: 2 });
const shapeOf = (numBlocks: number) => ({ layout, numBlocks });

/** Both ends of a ring that has seen so many blocks. */
function endsOf(numBlocks: number, start = 0) {
  const buffer = BlockRing.allocate(shapeOf(numBlocks), { poison: true });
  for (const word of [0, 32]) new Int32Array(buffer)[word] = start;
  const producer = new BlockRing(buffer, shapeOf(numBlocks));
  const publish = (stamp: number): boolean => {
    const block = producer.tryAcquire();
    if (block === undefined) return false;
    block.columns.reward.fill(stamp);
    producer.publish();
    return true;
  };
  return { consumer: new BlockRing(buffer, shapeOf(numBlocks)), producer, publish };
}

const anyStart = fc.oneof(fc.constant(0), fc.constant(2 ** 31 - 2), fc.constant(-2), fc.integer());
const anyStep = fc.oneof(
  fc.constant('publish' as const),
  fc.constant('release' as const),
  fc.integer({ min: 0, max: 9 }),
);

describe('BlockRing, seen past its oldest block', () => {
  it('shows every block that is published and not released at its place, wherever the positions are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8),
        anyStart,
        fc.array(anyStep, { maxLength: 80 }),
        (numBlocks, start, steps) => {
          const { consumer, publish } = endsOf(numBlocks, start);
          const queue: { readonly stamp: number; readonly sequence: number }[] = [];
          let [stamp, numPeeked] = [0, 0];
          for (const step of steps) {
            if (step === 'publish') {
              stamp++;
              expect(publish(stamp)).toBe(queue.length < numBlocks);
              if (queue.length < numBlocks) queue.push({ stamp, sequence: (start + stamp - 1) | 0 });
              else stamp--;
            } else if (step === 'release') {
              if (numPeeked === 0)
                expect(() => consumer.release()).toThrow('expected a peeked block, got none');
              else {
                consumer.release();
                queue.shift();
                numPeeked--;
              }
            } else {
              const block = consumer.tryPeek(step);
              expect(block?.sequence).toBe(queue[step]?.sequence);
              expect(block?.columns.reward[1]).toBe(queue[step]?.stamp);
              if (block !== undefined) numPeeked = Math.max(numPeeked, step + 1);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps what was shown from the actor until it is released', () => {
    const { consumer, publish } = endsOf(2);
    expect([publish(1), publish(2), publish(3)]).toEqual([true, true, false]);
    const [oldest, next] = [consumer.tryPeek(0)!, consumer.tryPeek(1)!];
    consumer.release();
    expect([publish(3), publish(4)]).toEqual([true, false]);
    expect([oldest.columns.reward[0], next.columns.reward[0]]).toEqual([3, 2]);
    expect(consumer.tryPeek(0)).toBe(next);
    expect(consumer.tryPeek(1)).toBe(oldest);
  });
});

describe('BlockRing, whose consumer wants several blocks at once', () => {
  it('tells both sides whether they are there, wherever the positions are', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 1, max: 4 }), (start, wanted) => {
        const { consumer, producer, publish } = endsOf(4, start);
        expect([consumer.want(wanted), producer.hasWanted]).toEqual([false, false]);
        for (let stamp = 1; stamp <= 4; stamp++) {
          publish(stamp);
          expect([producer.hasWanted, consumer.hasWanted]).toEqual([stamp >= wanted, stamp >= wanted]);
        }
        expect(consumer.want(wanted)).toBe(true);
        consumer.tryPeek();
        consumer.release();
        expect(producer.hasWanted).toBe(wanted < 4);
      }),
    );
  });

  it('is told of every block until it says what it wants', () => {
    const { producer, publish } = endsOf(4);
    publish(1);
    expect(producer.hasWanted).toBe(true);
  });
});
