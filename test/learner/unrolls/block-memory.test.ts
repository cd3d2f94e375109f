import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bits } from '../../shared/kernels/support/fixture.js';
import { policyFeeds } from '../support/policy-feeds.js';
import { ingestRound, policyTrainer, type PolicySettings } from '../support/policy-task.js';

const CASES: readonly (readonly [string, PolicySettings])[] = [
  ['ppo', { algorithm: { name: 'ppo', epochs: 2, normalizeReturns: true }, learner: { batchSize: 13 } }],
  ['a2c', { algorithm: { name: 'a2c', normalizeObservations: true } }],
  ['impala', { algorithm: { name: 'impala', normalizeReturns: true }, run: { mode: 'sync' } }],
  ['actor-critic', { algorithm: { name: 'actor-critic', normalizeObservations: true } }],
];

describe.each(CASES)('the memory of a block that %s learns from', (_, settings) => {
  it('is never written to, and not read once it has gone back to the actor', async () => {
    const made = await policyTrainer(settings);
    const twin = await policyTrainer(settings);
    const { intake, receiveRound, producers } = policyFeeds(made.task, made.trainer);
    const { rings } = made.task.memory;
    for (let round = 0; round < 6; round++) {
      ingestRound(twin, round);
      while (twin.trainer.updatesDue > 0) await twin.trainer.update();

      receiveRound();
      // Blocks that are not held were released as they came.
      if (!made.trainer.holdsBlocks) poison(rings);
      const before = rings.map(checksum);
      while (made.trainer.updatesDue > 0) {
        if (made.trainer.holdsBlocks) expect(producers.map((ring) => ring.numReadable)).toEqual([1, 1]);
        await made.trainer.update();
        expect(rings.map(checksum)).toEqual(before);
        intake.releaseHeld();
      }
      expect(producers.map((ring) => ring.numReadable)).toEqual([0, 0]);
      poison(rings);
    }
    expect(made.engine.updates).toBeGreaterThan(3);
    expect(bits(made.engine.readParameters())).toEqual(bits(twin.engine.readParameters()));
  });
});

/** Bytes of a ring before its blocks. */
const POSITIONS_BYTES = 512;

function poison(rings: readonly SharedArrayBuffer[]): void {
  for (const ring of rings) new Uint8Array(ring, POSITIONS_BYTES).fill(0xff);
}

function checksum(ring: SharedArrayBuffer): string {
  return createHash('sha256').update(new Uint8Array(ring, POSITIONS_BYTES)).digest('hex');
}
