import { describe, expect, it } from 'vitest';
import { fillBatch } from '../../../src/learner/probe/fill-batch.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import { box, discrete } from '../../../src/shared/spaces.js';
import { CHOICES, PLANE, policyTrainer } from '../support/policy-task.js';

const random = () => RandomStream.derive(1, STREAM_ROLE.sampling, 0);

describe('fillBatch', () => {
  it('writes choices that there are, all bytes, and numbers from 0 to 1', () => {
    const batch = {
      action: new Int32Array(1000).fill(-1),
      observation: new Uint8Array(10_000),
      reward: new Float32Array(1000).fill(NaN),
    };
    fillBatch(batch, discrete(3), random());
    expect([...new Set(batch.action)].sort()).toEqual([0, 1, 2]);
    expect(new Set(batch.observation).size).toBe(256);
    expect(Math.min(...batch.reward)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...batch.reward)).toBeLessThan(1);
    expect(new Set(batch.reward).size).toBeGreaterThan(900);
  });

  it('writes the elements of box actions', () => {
    const batch = { action: new Float32Array(8).fill(NaN) };
    fillBatch(batch, box([2], -1, 1), random());
    expect(batch.action.every(Number.isFinite)).toBe(true);
  });

  it.each(
    (['ppo', 'a2c', 'impala', 'reinforce', 'actor-critic'] as const).flatMap((name) => [
      { name, actions: 'choices', actionSpace: CHOICES },
      { name, actions: 'a box', actionSpace: PLANE },
    ]),
  )('makes a batch whose update by $name is finite, with actions from $actions', async (each) => {
    const { engine } = await policyTrainer({ algorithm: { name: each.name } }, each.actionSpace);
    fillBatch(engine.batch, each.actionSpace, random());
    const metrics = engine.update();
    expect(metrics.loss).not.toBe(0);
    expect(Number.isFinite(metrics.gradientNorm)).toBe(true);
  });
});
