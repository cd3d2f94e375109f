import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { prepareRun } from '../../src/runtime/prepare-run.js';
import { RunMeter } from '../../src/runtime/run-meter.js';
import { learnerFellBehind, MAX_ACTOR_WAIT_RATIO, runShares } from '../../src/runtime/run-shares.js';
import type { ACTOR_COUNTERS, LEARNER_COUNTERS } from '../../src/shared/telemetry.js';

async function newMeter(numActors: number): Promise<RunMeter> {
  const { config, memory, unroll } = await prepareRun(
    resolveConfig({ settings: { actors: { count: numActors } } }),
  );
  return new RunMeter(memory, config, unroll);
}

function setActor(
  meter: RunMeter,
  actor: number,
  times: Partial<Record<keyof typeof ACTOR_COUNTERS, number>>,
): void {
  for (const [name, nanoseconds] of Object.entries(times))
    meter.actors[actor]!.set(name as keyof typeof ACTOR_COUNTERS, nanoseconds);
}

describe('runShares', () => {
  it('has nothing to say of threads that have counted nothing', async () => {
    expect(runShares(await newMeter(2))).toEqual({
      policyLagMean: null,
      actorBusyRatio: null,
      actorWaitRatio: null,
      learnerBusyRatio: null,
    });
  });

  it('takes the mean over actors of shares of all their time, whatever their number of seconds', async () => {
    const meter = await newMeter(3);
    setActor(meter, 0, {
      ...{ envNanoseconds: 2e9, policyNanoseconds: 1e9, waitRingNanoseconds: 1e9 },
      wallMicroseconds: 4e6,
    });
    setActor(meter, 1, {
      ...{ envNanoseconds: 10e3, policyNanoseconds: 15e3, waitRingNanoseconds: 50e3 },
      ...{ waitWeightsNanoseconds: 15e3, otherNanoseconds: 10e3, wallMicroseconds: 100 },
    });
    // The third never finished a block: it says nothing about the share of the others.
    expect(runShares(meter)).toMatchObject({
      actorBusyRatio: (0.75 + 0.25) / 2,
      actorWaitRatio: (0.25 + 0.5) / 2,
    });
  });

  it('counts all of the learner’s time as busy that it did not wait for data', async () => {
    const meter = await newMeter(1);
    const times: Partial<Record<keyof typeof LEARNER_COUNTERS, number>> = {
      ...{ trainNanoseconds: 3e8, waitDataNanoseconds: 2e8, ingestNanoseconds: 1e8 },
      ...{ publishNanoseconds: 5e7, checkpointNanoseconds: 5e7, otherNanoseconds: 1e8 },
      wallMicroseconds: 8e5,
    };
    for (const [name, nanoseconds] of Object.entries(times))
      meter.learner.set(name as keyof typeof LEARNER_COUNTERS, nanoseconds);
    expect(runShares(meter).learnerBusyRatio).toBe(0.75);
  });

  it('takes the mean lag over all blocks of the run', async () => {
    const meter = await newMeter(1);
    for (const lag of [0, 1, 1, 4]) meter.histograms.policyLagUpdates.observe(lag);
    expect(runShares(meter).policyLagMean).toBe(1.5);
  });
});

describe('learnerFellBehind', () => {
  it.each([
    { mode: 'async', actorWaitRatio: MAX_ACTOR_WAIT_RATIO + 0.01, wanted: true },
    { mode: 'async', actorWaitRatio: MAX_ACTOR_WAIT_RATIO, wanted: false },
    { mode: 'async', actorWaitRatio: null, wanted: false },
    // There waiting is by design.
    { mode: 'sync', actorWaitRatio: 0.9, wanted: false },
  ] as const)('is $wanted in $mode mode for a share of $actorWaitRatio', ({ wanted, ...given }) => {
    expect(learnerFellBehind(given)).toBe(wanted);
  });
});
