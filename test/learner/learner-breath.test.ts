import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NonFiniteError } from '../../src/learner/non-finite-error.js';
import { learnerFixture, type LearnerSettings } from './support/learner-fixture.js';
import { millisecondsIn } from './support/gauges.js';

let now: number;
beforeEach(() => {
  now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A learner that makes 40 updates of so long each; `turns` has their number at every turn of its event loop. */
async function turnsOf(settings: LearnerSettings, updateMilliseconds = 2) {
  const fixture = await learnerFixture({
    deal: [1],
    trainer: { minSize: 4, samplesPerInsert: 64 },
    ...settings,
  });
  const { learner, engine, control, actors } = fixture;
  actors[0]!.push();
  actors[0]!.push();
  engine.onUpdate = () => {
    now += updateMilliseconds;
    if (engine.updates === 39) control.request('stop');
  };
  const turns: number[] = [];
  let isOver = false;
  const countTurn = (): void => {
    turns.push(engine.updates);
    if (!isOver) setImmediate(countTurn);
  };
  setImmediate(countTurn);
  const end = await learner.run();
  isOver = true;
  return { ...fixture, end, turns };
}

describe('Learner', () => {
  it.each(['sync', 'async'] as const)(
    'answers calls every few milliseconds of training: %s',
    async (mode) => {
      const { end, turns, engine } = await turnsOf({ mode });
      expect([end.reason, engine.updates]).toEqual(['stopped', 40]);
      // Three updates of 2 ms are the first to make the 5 ms after which it breathes.
      expect(turns.slice(0, 13)).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39]);
    },
  );

  it('shows its counters with every breath', async () => {
    const { line, reports } = await turnsOf({ mode: 'sync' });
    // 13 breaths, one of them with a report, and the report at the end.
    expect(line.get('beats')).toBe(15);
    expect(line.snapshot()).toMatchObject({
      updates: 40,
      samples: 40 * 8,
      envSteps: 8,
      replaySize: 8,
      loss: Math.fround(1 / 40),
    });
    // 80 ms of updates: one report when 50 are over, and the last.
    expect(reports.map(({ updates }) => updates)).toEqual([27, 40]);
  });

  it('reports twenty times a second, and once more when it ends', async () => {
    const { reports } = await turnsOf({ mode: 'sync' }, 30);
    const everyOther = Array.from({ length: 20 }, (_, i) => 2 * i + 2);
    expect(reports.map(({ updates }) => updates)).toEqual([...everyOther, 40]);
  });

  it('has booked every millisecond when it ends, and observed how long each update took', async () => {
    const { line, updateDuration } = await turnsOf({ mode: 'sync' });
    expect(millisecondsIn(line)).toBe(now - 1000);
    expect(line.get('trainNanoseconds')).toBe(80e6);
    const { count, sum } = updateDuration.snapshot();
    expect(count).toBe(40);
    expect(sum).toBeCloseTo(0.08, 12);
  });

  it.each(['loss', 'gradient', 'weights'] as const)(
    'ends when %s are not finite, says which, and counts it',
    async (quantity) => {
      const { learner, engine, pushRounds, line } = await learnerFixture();
      pushRounds(2);
      engine.onUpdate = () => {
        if (engine.updates === 1) throw new NonFiniteError(quantity, `${quantity} of update 2: NaN`);
      };
      expect(await learner.run()).toEqual({ reason: 'non-finite', detail: `${quantity} of update 2: NaN` });
      const { nonFiniteLoss: loss, nonFiniteGradient: gradient, nonFiniteWeights: weights } = line.snapshot();
      expect({ loss, gradient, weights }).toEqual({ loss: 0, gradient: 0, weights: 0, [quantity]: 1 });
    },
  );

  it('ends before it shows anybody weights that are not finite', async () => {
    const { learner, engine, pushRounds, publisher, line } = await learnerFixture();
    pushRounds(2);
    engine.parametersAreFinite = () => engine.updates < 2;
    expect(await learner.run()).toMatchObject({ reason: 'non-finite', detail: /^weights: / });
    expect([publisher.version, line.get('nonFiniteWeights')]).toEqual([1, 1]);
  });
});
