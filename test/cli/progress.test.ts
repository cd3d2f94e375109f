import { describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import { createUpdateMetrics } from '../../src/learner/update-metrics.js';
import type { Run } from '../../src/runtime/run.js';
import type { RunReading } from '../../src/runtime/run-meter.js';

const Q_LEARNING: Partial<RunReading> = {
  epsilon: 0.25,
  replaySize: 250,
  replayCapacity: 1000,
  qValueMean: 1,
};
const POLICY_GRADIENT: Partial<RunReading> = { entropy: 0.6931, klDivergence: 0.01234 };

/** In every state. */
const SECONDS = {
  ...{ env: 0, policy: 0, waitRing: 0, waitWeights: 0, other: 0 },
  ...{ train: 0, waitData: 0, ingest: 0, publish: 0, checkpoint: 0 },
};

/** A run that makes 1,000 steps and 500 updates a second. */
function fakeRun(figures: Partial<RunReading>): Run {
  let timeSeconds = 0;
  const read = (): RunReading => {
    timeSeconds += 0.5;
    return {
      ...createUpdateMetrics(),
      ...{
        timeSeconds,
        envSteps: 1000 * timeSeconds,
        episodes: 10,
        updates: 500 * timeSeconds,
        samples: 32_000 * timeSeconds,
      },
      ...{ policyVersion: 3, epsilon: NaN, loss: 1, gradientNorm: 1 },
      ...{ blocks: timeSeconds, policyLagSum: 2 * timeSeconds, episodeLengthSum: 100 },
      ...{ replaySize: 0, replayCapacity: 0, ringFill: 0 },
      ...{ actorSeconds: SECONDS, learnerSeconds: SECONDS },
      ...figures,
    };
  };
  const config = {
    ...{ algorithm: { name: 'dqn' }, env: { id: 'CartPole-v1', count: 8 }, actors: { count: 2 } },
    ...{ evaluation: { targetReturn: 475, episodes: 100 }, run: { steps: 11_000 } },
  };
  const run = {
    meter: { read },
    meanReturn: 123.4,
    evaluation: undefined,
    directory: { name: 'a-run' },
    prepared: { config },
  };
  return run as unknown as Run;
}

function show(isTTY: boolean, milliseconds: number, figures: Partial<RunReading>): string {
  vi.useFakeTimers();
  let text = '';
  const stream = { isTTY, columns: 80, write: (chunk: string) => (text += chunk) !== '' };
  const progress = new Progress(fakeRun(figures), stream);
  vi.advanceTimersByTime(milliseconds);
  progress.close();
  vi.useRealTimers();
  return text;
}

describe('Progress', () => {
  it('writes a plain line a second elsewhere than on a terminal', () => {
    expect(show(false, 1000, Q_LEARNING)).toBe(
      '1,000 steps  1,000 steps/s  500 updates/s  32,000 samples/s  return 123.4  evaluation -  epsilon 0.250  ' +
        'lag 2.0  replay 25 %  left 10 s\n',
    );
  });

  it('draws a block on a terminal, over the one before, and takes it away at the end', () => {
    const text = show(true, 200, Q_LEARNING);
    const blocks = text.split('\x1b[8A\x1b[J');
    expect(blocks).toHaveLength(3);
    expect(blocks[2]).toBe('');
    const plain = blocks[0]!.replaceAll(/\x1b\[\d+m/g, '');
    expect(plain).toMatch(/^dqn on CartPole-v1 {2}a-run\n/);
    for (const name of ['env steps/s', 'updates/s', 'samples/s', 'return', 'evaluation', 'epsilon'])
      expect(plain).toContain(name);
    expect(plain).toContain('1,000 of 11,000 steps, 10 s to the budget');
    expect(plain).toContain('target 475');
    expect(plain).toContain('replay 25 % full');
    expect(plain.trimEnd().split('\n')).toHaveLength(8);
  });

  it('shows entropy and divergence of what has these, and no replay where there is none', () => {
    expect(show(false, 1000, POLICY_GRADIENT)).toBe(
      '1,000 steps  1,000 steps/s  500 updates/s  32,000 samples/s  return 123.4  evaluation -  entropy 0.693  ' +
        'KL 0.0123  lag 2.0  left 10 s\n',
    );
    const block = show(true, 100, POLICY_GRADIENT).replaceAll(/\x1b\[\d*[a-zA-Z]/g, '');
    expect(block).toMatch(/policy lag +2\.0 {2}entropy 0\.693, KL 0\.0123\n/);
    expect(block).not.toMatch(/epsilon|replay|NaN/);
  });

  it('shows the lag alone before the first update of a policy without epsilon', () => {
    expect(show(false, 1000, {})).toContain('evaluation -  lag 2.0  left 10 s\n');
  });
});
