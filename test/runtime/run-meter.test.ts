import { describe, expect, it } from 'vitest';
import { createUpdateMetrics } from '../../src/learner/update-metrics.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { prepareRun } from '../../src/runtime/prepare-run.js';
import { ratesBetween, RunMeter, type RunReading } from '../../src/runtime/run-meter.js';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import { dealEnvironments, ringShape } from '../../src/shared/run-memory.js';
import { ACTOR_STATES, LEARNER_STATES } from '../../src/shared/telemetry.js';

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
  ringFill: 0.5,
  actorSeconds: { env: 1, policy: 1, waitRing: 3, waitWeights: 0, other: 0.5 },
  learnerSeconds: { train: 1, waitData: 2, ingest: 0.25, publish: 0.25, checkpoint: 0, other: 1 },
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
      actorSeconds: { env: 1.5, policy: 1.25, waitRing: 5, waitWeights: 1, other: 0.75 },
      learnerSeconds: { train: 2, waitData: 3, ingest: 0.25, publish: 0.5, checkpoint: 0.75, other: 2 },
    };
    expect(ratesBetween(READING, later)).toEqual({
      envStepsPerSecond: 500,
      updatesPerSecond: 50,
      samplesPerSecond: 3200,
      policyLag: 1.5,
      episodeLength: 60,
      actorRatios: { env: 0.125, policy: 0.0625, waitRing: 0.5, waitWeights: 0.25, other: 0.0625 },
      learnerRatios: {
        train: 0.25,
        waitData: 0.25,
        ingest: 0,
        publish: 0.0625,
        checkpoint: 0.1875,
        other: 0.25,
      },
    });
  });

  it('has nothing to tell where there were no blocks, no episodes and no time counted', () => {
    const later = { ...READING, timeSeconds: 11 };
    expect(ratesBetween(READING, later)).toMatchObject({
      envStepsPerSecond: 0,
      policyLag: NaN,
      episodeLength: NaN,
      actorRatios: { env: NaN, policy: NaN, waitRing: NaN, waitWeights: NaN, other: NaN },
      learnerRatios: { train: NaN, other: NaN },
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
    for (const [i, state] of ACTOR_STATES.entries()) {
      first!.set(`${state}Nanoseconds`, (i + 1) * 1e9);
      second!.set(`${state}Nanoseconds`, (i + 1) * 3e9);
    }
    const learner = { envSteps: 96, updates: 5, samples: 320, policyVersion: 4, replaySize: 90 };
    for (const [name, value] of Object.entries(learner))
      meter.learner.set(name as keyof typeof learner, value);
    for (const [i, state] of LEARNER_STATES.entries())
      meter.learner.set(`${state}Nanoseconds`, (i + 1) * 5e8);
    for (const lag of [0, 1, 1]) meter.histograms.policyLagUpdates.observe(lag);
    for (const length of [10, 30]) meter.histograms.episodeLengthSteps.observe(length);
    expect(meter.read()).toMatchObject({
      ...learner,
      blocks: 3,
      policyLagSum: 2,
      episodeLengthSum: 40,
      // As many as the lengths are of: the learner's own count comes a little later.
      episodes: 2,
      ringFill: 0,
      actorSeconds: { env: 2, policy: 4, waitRing: 6, waitWeights: 8, other: 10 },
      learnerSeconds: { train: 0.5, waitData: 1, ingest: 1.5, publish: 2, checkpoint: 2.5, other: 3 },
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
    expect(meter.read().ringFill).toBe(3 / 16);
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
