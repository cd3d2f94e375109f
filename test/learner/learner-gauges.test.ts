import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createUpdateMetrics, UPDATE_METRIC_NAMES } from '../../src/learner/update-metrics.js';
import { gaugesOf, millisecondsIn } from './support/gauges.js';

const PROGRESS = { envSteps: 640, episodes: 12, replaySize: 600, policyVersion: 3 };
const STATES = ['other', 'train', 'waitData', 'ingest', 'publish', 'checkpoint'] as const;

describe('LearnerGauges', () => {
  it('shows what was counted when it is flushed, and not before', () => {
    const { gauges, line, updateDuration } = gaugesOf();
    const metrics = createUpdateMetrics();
    gauges.recordUpdate({ ...metrics, loss: 0.5, entropy: 1 }, 64, 0.003);
    gauges.recordUpdate({ ...metrics, loss: 0.25, gradientNorm: 4, klDivergence: 0.125 }, 64, 0.001);
    expect([gauges.updates, gauges.samples, line.get('updates'), line.get('beats')]).toEqual([2, 128, 0, 0]);
    gauges.flush(PROGRESS);
    gauges.flush(PROGRESS);
    expect(line.snapshot()).toMatchObject({
      ...PROGRESS,
      beats: 2,
      updates: 2,
      samples: 128,
      loss: 0.25,
      gradientNorm: 4,
      klDivergence: 0.125,
      // The latest update had none: what an earlier one had is not shown in its place.
      entropy: NaN,
    });
    expect(updateDuration.snapshot()).toMatchObject({ count: 2, sum: 0.004 });
  });

  it('shows every figure of the latest update under its own name', () => {
    const { gauges, line } = gaugesOf();
    // Exact in float32.
    const figures = UPDATE_METRIC_NAMES.map((name, i) => [name, (i + 1) / 8] as const);
    gauges.recordUpdate({ ...createUpdateMetrics(), ...Object.fromEntries(figures) }, 1, 1);
    gauges.flush(PROGRESS);
    expect(line.snapshot()).toMatchObject(Object.fromEntries(figures));
  });

  it('shows the latest figures there were when an update has none, and counts it', () => {
    const { gauges, line } = gaugesOf();
    gauges.recordUpdate({ ...createUpdateMetrics(), loss: 0.5 }, 8, 0.001);
    gauges.recordUpdate(undefined, 8, 0.001);
    gauges.flush(PROGRESS);
    expect(line.snapshot()).toMatchObject({ updates: 2, samples: 16, loss: 0.5 });
  });

  it('counts an update only after its figures are there to be read', () => {
    const { gauges, line } = gaugesOf();
    const set = vi.spyOn(line, 'set');
    gauges.recordUpdate({ ...createUpdateMetrics(), entropy: 1 }, 1, 1);
    gauges.flush(PROGRESS);
    const names = set.mock.calls.map(([name]) => name);
    for (const name of UPDATE_METRIC_NAMES)
      expect(names.indexOf(name), name).toBeLessThan(names.indexOf('updates'));
  });

  it('shows no figures before the first update', () => {
    const { gauges, line } = gaugesOf();
    gauges.flush(PROGRESS);
    for (const name of UPDATE_METRIC_NAMES) expect(line.get(name), name).toBe(0);
  });

  it('partitions all of the wall time among its states', () => {
    const visits = fc.array(fc.tuple(fc.constantFrom(...STATES), fc.integer({ min: 0, max: 10_000 })));
    const property = (given: readonly (readonly [(typeof STATES)[number], number])[]) => {
      let now = 500;
      const { gauges, line } = gaugesOf(() => now);
      const spent = new Map<string, number>();
      let state: (typeof STATES)[number] = 'other';
      for (const [next, milliseconds] of given) {
        now += milliseconds;
        spent.set(state, (spent.get(state) ?? 0) + milliseconds);
        gauges.clock.enter(next);
        state = next;
      }
      // The state that it is still in is shown up to now.
      now += 7;
      spent.set(state, (spent.get(state) ?? 0) + 7);
      gauges.flush(PROGRESS);
      expect(millisecondsIn(line)).toBe(now - 500);
      expect(line.get('wallMicroseconds')).toBe(1e3 * (now - 500));
      for (const name of STATES) expect(line.get(`${name}Nanoseconds`)).toBe(1e6 * (spent.get(name) ?? 0));
    };
    fc.assert(fc.property(visits, property), { numRuns: 100 });
  });

  it('counts publications and checkpoints at once', () => {
    const { gauges, line } = gaugesOf();
    gauges.recordPublication(100, 1_700_000_000_000);
    gauges.recordPublication(100, 1_700_000_000_500);
    gauges.recordCheckpoint(12.6, 1_700_000_001_000);
    gauges.recordCheckpointFailure();
    expect(line.snapshot()).toMatchObject({
      publishedBytes: 200,
      publishedAtMilliseconds: 1_700_000_000_500,
      checkpoints: 1,
      checkpointMilliseconds: 13,
      checkpointedAtMilliseconds: 1_700_000_001_000,
      checkpointFailures: 1,
    });
  });

  it('counts what was not finite, each quantity by itself', () => {
    const { gauges, line } = gaugesOf();
    for (const quantity of ['loss', 'gradient', 'gradient', 'weights', 'weights', 'weights'] as const)
      gauges.recordNonFinite(quantity);
    expect(
      ['nonFiniteLoss', 'nonFiniteGradient', 'nonFiniteWeights'].map(
        (name) => line.snapshot()[name as 'nonFiniteLoss'],
      ),
    ).toEqual([1, 2, 3]);
  });
});
