import { describe, expect, it } from 'vitest';
import { createUpdateMetrics } from '../../src/learner/update-metrics.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { prepareRun } from '../../src/runtime/prepare-run.js';
import { ratesBetween, RunMeter, type RunReading } from '../../src/runtime/run-meter.js';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import { dealEnvironments, ringShape } from '../../src/shared/run-memory.js';

const READING: RunReading = {
  ...createUpdateMetrics(),
  timeSeconds: 10,
  envSteps: 1000,
  episodes: 20,
  updates: 100,
  samples: 6400,
  policyVersion: 5,
  epsilon: 0.5,
  blocks: 10,
  policyLagSum: 10,
  episodeLengthSum: 400,
  replaySize: 1000,
  replayCapacity: 10_000,
  learnerWaitSeconds: 2,
  actorWaitSeconds: 3,
};

describe('ratesBetween', () => {
  it('divides what happened by the time, or by what it is a mean of', () => {
    const later = {
      ...READING,
      timeSeconds: 14,
      envSteps: 3000,
      episodes: 25,
      updates: 300,
      samples: 19_200,
      blocks: 18,
      policyLagSum: 22,
      episodeLengthSum: 700,
      learnerWaitSeconds: 3,
      actorWaitSeconds: 7,
    };
    expect(ratesBetween(READING, later)).toEqual({
      envStepsPerSecond: 500,
      updatesPerSecond: 50,
      samplesPerSecond: 3200,
      policyLag: 1.5,
      episodeLength: 60,
      learnerWaitRatio: 0.25,
      actorWaitRatio: 1,
    });
  });

  it('has no lag and no length to tell where there were no blocks and no episodes', () => {
    const later = { ...READING, timeSeconds: 11 };
    expect(ratesBetween(READING, later)).toMatchObject({
      envStepsPerSecond: 0,
      policyLag: NaN,
      episodeLength: NaN,
      learnerWaitRatio: 0,
    });
  });
});

async function newMeter() {
  const settings = { env: { count: 3 }, actors: { count: 2, ringBlocks: 8 } };
  const { config, memory, unroll } = await prepareRun(resolveConfig({ settings }));
  return { config, memory, unroll, meter: new RunMeter(memory, config, unroll) };
}

describe('RunMeter', () => {
  it('reads the counters of every thread, the histograms and the rings', async () => {
    const { config, memory, unroll, meter } = await newMeter();
    expect(meter.read()).toMatchObject({ envSteps: 0, episodes: 0, updates: 0, blocks: 0 });

    // As the threads would write.
    const [first, second] = meter.actors;
    first!.set('waitRingNanoseconds', 1e9);
    second!.set('waitRingNanoseconds', 3e9);
    const learner = { envSteps: 96, updates: 5, samples: 320, policyVersion: 4, replaySize: 90 };
    for (const [name, value] of Object.entries(learner))
      meter.learner.set(name as keyof typeof learner, value);
    meter.learner.set('waitDataNanoseconds', 5e8);
    for (const lag of [0, 1, 1]) meter.histograms.policyLagUpdates.observe(lag);
    for (const length of [10, 30]) meter.histograms.episodeLengthSteps.observe(length);
    expect(meter.read()).toMatchObject({
      ...learner,
      blocks: 3,
      policyLagSum: 2,
      episodeLengthSum: 40,
      // As many as the lengths are of: the learner's own count comes a little later.
      episodes: 2,
      learnerWaitSeconds: 0.5,
      actorWaitSeconds: 2,
    });

    const ring = new BlockRing(memory.rings[1]!, ringShape(config, dealEnvironments(config)[1]!, unroll));
    for (let i = 0; i < 3; i++) {
      ring.tryAcquire();
      ring.publish();
    }
    expect(meter.rings()).toEqual([
      { blocks: 0, capacity: 8 },
      { blocks: 3, capacity: 8 },
    ]);
  });

  it('has the figures of the latest update, and none before the first', async () => {
    const { meter } = await newMeter();
    expect(meter.read()).toMatchObject({ loss: NaN, entropy: NaN, learningRate: NaN });
    meter.learner.set('updates', 1);
    meter.learner.set('loss', 0.5);
    meter.learner.set('entropy', 0.25);
    meter.learner.set('qValueMean', NaN);
    expect(meter.read()).toMatchObject({ loss: 0.5, entropy: 0.25, qValueMean: NaN });
  });

  it('has the mean epsilon of the actors that have acted, and none where policies have none', async () => {
    const { meter } = await newMeter();
    const [first, second] = meter.actors;
    expect(meter.read().epsilon).toBeNaN();
    first!.set('blocks', 1);
    first!.set('epsilon', 0.25);
    expect(meter.read().epsilon).toBe(0.25);
    second!.set('blocks', 1);
    second!.set('epsilon', 0.75);
    expect(meter.read().epsilon).toBe(0.5);
    for (const actor of [first, second]) actor!.set('epsilon', NaN);
    expect(meter.read().epsilon).toBeNaN();
  });
});
