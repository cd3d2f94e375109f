import { describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.js';
import type { Run } from '../../src/runtime/run.js';
import type { RunReading } from '../../src/runtime/run-meter.js';

/** A run that makes 1,000 steps and 500 updates a second. */
function fakeRun(): Run {
  let timeSeconds = 0;
  const read = (): RunReading => {
    timeSeconds += 0.5;
    return {
      ...{
        timeSeconds,
        envSteps: 1000 * timeSeconds,
        episodes: 10,
        updates: 500 * timeSeconds,
        samples: 32_000 * timeSeconds,
      },
      ...{ policyVersion: 3, epsilon: 0.25, loss: 1, gradientNorm: 1, qValueMean: 1, tdErrorMean: 1 },
      ...{ blocks: timeSeconds, policyLagSum: 2 * timeSeconds, episodeLengthSum: 100 },
      ...{ replaySize: 250, replayCapacity: 1000, learnerWaitSeconds: 0, actorWaitSeconds: 0 },
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

function show(isTTY: boolean, milliseconds: number): string {
  vi.useFakeTimers();
  let text = '';
  const stream = { isTTY, columns: 80, write: (chunk: string) => (text += chunk) !== '' };
  const progress = new Progress(fakeRun(), stream);
  vi.advanceTimersByTime(milliseconds);
  progress.close();
  vi.useRealTimers();
  return text;
}

describe('Progress', () => {
  it('writes a plain line a second elsewhere than on a terminal', () => {
    expect(show(false, 1000)).toBe(
      '1,000 steps  1,000 steps/s  500 updates/s  32,000 samples/s  return 123.4  evaluation -  epsilon 0.250  ' +
        'lag 2.0  replay 25 %  left 10 s\n',
    );
  });

  it('draws a block on a terminal, over the one before, and takes it away at the end', () => {
    const text = show(true, 200);
    const blocks = text.split('\x1b[8A\x1b[J');
    expect(blocks).toHaveLength(3);
    expect(blocks[2]).toBe('');
    const plain = blocks[0]!.replaceAll(/\x1b\[\d+m/g, '');
    expect(plain).toMatch(/^dqn on CartPole-v1 {2}a-run\n/);
    for (const name of ['env steps/s', 'updates/s', 'samples/s', 'return', 'evaluation', 'epsilon'])
      expect(plain).toContain(name);
    expect(plain).toContain('1,000 of 11,000 steps, 10 s to the budget');
    expect(plain).toContain('target 475');
    expect(plain.trimEnd().split('\n')).toHaveLength(8);
  });
});
