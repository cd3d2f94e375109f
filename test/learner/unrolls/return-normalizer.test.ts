import { describe, expect, it } from 'vitest';
import { ReturnNormalizer } from '../../../src/learner/unrolls/return-normalizer.js';
import type { Unroll } from '../../../src/learner/trainer.js';

/** A block in which these rewards were given. @param ends - rows that end an episode, and how */
function blockOf(
  rewards: readonly number[],
  ends: Readonly<Record<number, 'terminated' | 'truncated'>> = {},
): Unroll {
  const flags = (how: string) => Uint8Array.from(rewards, (_, row) => Number(ends[row] === how));
  return {
    observation: new Float32Array(rewards.length),
    action: new Int32Array(rewards.length),
    reward: Float32Array.from(rewards),
    terminated: flags('terminated'),
    truncated: flags('truncated'),
    nextObservation: new Float32Array(rewards.length),
  };
}

function scaled(normalizer: ReturnNormalizer, ...rewards: number[]): number[] {
  const into = new Float32Array(rewards.length).fill(NaN);
  normalizer.scaleInto(Float32Array.from(rewards), into);
  return [...into];
}

/** Count, mean and variance of the returns taken in. */
const momentsOf = (normalizer: ReturnNormalizer) => [...normalizer.state()['returns.moments']!];

describe('ReturnNormalizer', () => {
  it('sums each environment discounted, on from block to block, and anew after an end of either kind', () => {
    const normalizer = new ReturnNormalizer(0.5, 3);
    // Environments 1 and 2. Returns 4, 4 and then 2, 9.
    normalizer.add(blockOf([4, 2, 2, 8], { 1: 'terminated' }), { firstEnv: 1, numEnvs: 2, numSteps: 2 });
    // 6, 5 and then 12.5 after what came before, 1 after an end.
    normalizer.add(blockOf([6, 2, 8, 1], { 2: 'truncated' }), { firstEnv: 1, numEnvs: 2, numSteps: 2 });
    const returns = [4, 4, 2, 9, 6, 5, 12.5, 1];
    const mean = returns.reduce((sum, value) => sum + value, 0) / 8;
    const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8;
    expect(momentsOf(normalizer)).toEqual([8, Math.fround(mean), Math.fround(variance)]);
  });

  it('divides rewards by the deviation of the returns, keeps their sign and mean, and cuts them off at 10', () => {
    const normalizer = new ReturnNormalizer(0, 1);
    normalizer.add(blockOf([1, 5]), { firstEnv: 0, numEnvs: 1, numSteps: 2 });
    expect(scaled(normalizer, 1, -3, 0, 1e6, -1e6)).toEqual([0.5, -1.5, 0, 10, -10]);
  });

  it('leaves rewards as they are before there are two returns, and survives returns that are equal', () => {
    const normalizer = new ReturnNormalizer(0, 1);
    expect(scaled(normalizer, 3)).toEqual([3]);
    normalizer.add(blockOf([1, 1]), { firstEnv: 0, numEnvs: 1, numSteps: 2 });
    expect(scaled(normalizer, 1, 0, -1)).toEqual([10, 0, -10]);
  });

  it('begins anew in the environments of a restarted actor, and in no others', () => {
    const normalizer = new ReturnNormalizer(1, 3);
    normalizer.add(blockOf([1, 2, 4]), { firstEnv: 0, numEnvs: 3, numSteps: 1 });
    normalizer.reset({ firstEnv: 1, numEnvs: 1, numSteps: 1 });
    const before = momentsOf(normalizer)[1]! * 3;
    normalizer.add(blockOf([10, 10, 10]), { firstEnv: 0, numEnvs: 3, numSteps: 1 });
    // 11, 10 and 14.
    expect(momentsOf(normalizer)[1]! * 6 - before).toBeCloseTo(35, 4);
  });
});
