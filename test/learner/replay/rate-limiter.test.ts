import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimiter, type RateLimiterOptions } from '../../../src/learner/replay/rate-limiter.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { settle } from '../../../src/runtime/config/settle.js';
import { dealEnvironments } from '../../../src/shared/run-memory.js';
import { stepsFrom, unrollOf } from '../support/steps.js';
import { trainerOf } from '../support/trainer.js';

const wish = fc.record({ inserts: fc.boolean(), count: fc.integer({ min: 1, max: 40 }) });

/** Settings around the edges of what a config may say. */
const asyncSettings = fc
  .record({
    envs: fc.integer({ min: 1, max: 6 }),
    actors: fc.integer({ min: 1, max: 6 }),
    blockLength: fc.integer({ min: 1, max: 20 }),
    batchSize: fc.integer({ min: 1, max: 64 }),
    nStep: fc.integer({ min: 1, max: 8 }),
    spareSize: fc.nat(60),
    spareCapacity: fc.nat(60),
    samplesPerInsert: fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0.01, max: 8, noNaN: true }),
    ),
    errorBuffer: fc.oneof(fc.constant('auto' as const), fc.integer({ min: 1, max: 3000 })),
  })
  .map(({ envs, actors, blockLength, batchSize, nStep, spareSize, spareCapacity, ...replay }) => {
    const minSize = Math.max(batchSize, envs * nStep) + spareSize;
    const capacity = envs * Math.max(blockLength, nStep, Math.ceil(minSize / envs)) + spareCapacity;
    return {
      run: { mode: 'async' as const },
      env: { count: envs },
      actors: { count: Math.min(actors, envs), blockLength },
      learner: { batchSize },
      algorithm: { nStep },
      replay: { ...replay, minSize, capacity },
    };
  });

function accepted(settings: object) {
  try {
    const environment = { maxEpisodeSteps: null, returnThreshold: null };
    const config = settle(resolveConfig({ settings }), environment, 2);
    const { replay, algorithm } = config;
    return replay.kind === 'none' || algorithm.name !== 'dqn' ? undefined : { ...config, replay, algorithm };
  } catch {
    return undefined;
  }
}

describe('RateLimiter', () => {
  it('lets in and out exactly what keeps the ratio within the error buffer', () => {
    const options = fc.record({
      // Quarters of whole numbers: all sums are exact, and the invariant holds to the last sample.
      samplesPerInsert: fc.integer({ min: 1, max: 40 }).map((quarters) => quarters / 4),
      minSize: fc.nat(60),
      errorBuffer: fc.integer({ min: 1, max: 200 }),
    });
    const property = (given: RateLimiterOptions, wishes: readonly { inserts: boolean; count: number }[]) => {
      const limiter = new RateLimiter(given);
      const { samplesPerInsert, minSize, errorBuffer } = given;
      let [inserted, sampled] = [0, 0];
      const error = () => (inserted - minSize) * samplesPerInsert - sampled;
      for (const { inserts, count } of wishes) {
        const before = [inserted, sampled] as const;
        if (inserts) inserted += count;
        else sampled += count;
        const isAllowed = inserts
          ? inserted <= minSize || error() <= errorBuffer
          : inserted >= minSize && error() >= -errorBuffer;
        expect(inserts ? limiter.canInsert(count) : limiter.canSample(count)).toBe(isAllowed);
        if (!isAllowed) [inserted, sampled] = before;
        else if (inserts) limiter.recordInsert(count);
        else limiter.recordSample(count);
        if (inserted >= minSize) expect(Math.abs(error())).toBeLessThanOrEqual(errorBuffer);
        else expect(sampled).toBe(0);
      }
    };
    fc.assert(fc.property(options, fc.array(wish, { maxLength: 200 }), property), { numRuns: 150 });
  });

  it('never leaves actors and learner waiting for each other, with any settings that the config accepts', async () => {
    let numAccepted = 0;
    const property = async (settings: object, preferences: readonly number[]) => {
      const config = accepted(settings);
      if (config === undefined) return;
      numAccepted++;
      const { env, actors, replay, learner, algorithm } = config;
      const { trainer } = trainerOf({
        numStreams: env.count,
        capacity: replay.capacity,
        batchSize: learner.batchSize,
        minSize: replay.minSize,
        samplesPerInsert: replay.samplesPerInsert as number,
        errorBuffer: replay.errorBuffer!,
        nStep: algorithm.nStep,
      });
      const extents = dealEnvironments(config).map((share) => ({ ...share, numSteps: actors.blockLength }));
      const unrolls = extents.map(({ numEnvs, numSteps }) =>
        unrollOf(Array.from({ length: numEnvs }, (_, e) => stepsFrom(e, 0, numSteps))),
      );
      for (const preference of preferences) {
        const able = extents.flatMap(({ numEnvs, numSteps }, actor) =>
          trainer.canIngest(numEnvs * numSteps) ? [actor] : [],
        );
        const canUpdate = trainer.canUpdate();
        expect(able.length > 0 || canUpdate).toBe(true);
        const actor = able[preference % Math.max(1, able.length)];
        if (actor !== undefined && (preference < 50 || !canUpdate))
          trainer.ingest(unrolls[actor]!, extents[actor]!);
        else await trainer.update();
      }
    };
    const preferences = fc.array(fc.nat(99), { minLength: 200, maxLength: 200 });
    await fc.assert(fc.asyncProperty(asyncSettings, preferences, property), { numRuns: 150 });
    expect(numAccepted).toBeGreaterThan(50);
  });

  it('knows how many inserts a sample waits for', () => {
    const property = (given: RateLimiterOptions, inserts: number, count: number) => {
      const limiter = new RateLimiter(given);
      limiter.recordInsert(inserts);
      while (limiter.canSample(7)) limiter.recordSample(7);
      const missing = limiter.insertsUntilSample(count);
      if (missing > 0) {
        limiter.recordInsert(missing - 1);
        expect(limiter.canSample(count)).toBe(false);
        limiter.recordInsert(1);
      }
      expect(limiter.canSample(count)).toBe(true);
    };
    // Ratios with exact sums: next to the edge, a rounded one may be an insert off.
    const exact = fc.record({
      samplesPerInsert: fc.constantFrom(0.25, 0.5, 1, 2, 32),
      minSize: fc.integer({ min: 1, max: 50 }),
      errorBuffer: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(fc.property(exact, fc.nat(400), fc.integer({ min: 1, max: 64 }), property), { numRuns: 300 });

    const free = new RateLimiter({ samplesPerInsert: Infinity, minSize: 10, errorBuffer: Infinity });
    expect(free.insertsUntilSample(64)).toBe(10);
    free.recordInsert(12);
    expect(free.insertsUntilSample(64)).toBe(0);
  });

  it('lets everything pass without a ratio, once there is enough to draw from', () => {
    const limiter = new RateLimiter({ samplesPerInsert: Infinity, minSize: 10, errorBuffer: Infinity });
    expect([limiter.canInsert(1e9), limiter.canSample(1)]).toEqual([true, false]);
    limiter.recordInsert(10);
    limiter.recordSample(1e9);
    expect([limiter.canInsert(1e9), limiter.canSample(1e9)]).toEqual([true, true]);
  });

  it.each([
    [{ samplesPerInsert: 0 }, 'samplesPerInsert: expected a number above 0, got 0'],
    [{ samplesPerInsert: NaN }, 'samplesPerInsert: expected a number above 0, got NaN'],
    [{ errorBuffer: 0 }, 'errorBuffer: expected a number above 0, got 0'],
    [{ errorBuffer: NaN }, 'errorBuffer: expected a number above 0, got NaN'],
    [{ minSize: -1 }, 'minSize: expected a number from 0, got -1'],
    [{ minSize: NaN }, 'minSize: expected a number from 0, got NaN'],
  ])('rejects %o', (wrong, message) => {
    expect(() => new RateLimiter({ samplesPerInsert: 1, minSize: 1, errorBuffer: 1, ...wrong })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', message }) as Error,
    );
  });
});
