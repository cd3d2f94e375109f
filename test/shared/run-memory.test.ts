import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { settle } from '../../src/runtime/config/settle.js';
import { unrollFormat } from '../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import { Control } from '../../src/shared/memory/control.js';
import { CounterLine } from '../../src/shared/memory/counters.js';
import { SharedHistogram } from '../../src/shared/memory/shared-histogram.js';
import {
  allocateRunMemory,
  dealEnvironments,
  ringShape,
  weightObserverIndex,
} from '../../src/shared/run-memory.js';
import { box, discrete } from '../../src/shared/spaces.js';
import { ACTOR_COUNTERS, LEARNER_COUNTERS, LEARNER_HISTOGRAMS } from '../../src/shared/telemetry.js';
import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';

const UNROLL = unrollFormat(4, discrete(2));

function configOf(envs: number, actors: number, lag = 1) {
  const settings = { env: { count: envs }, actors: { count: actors, blockLength: 4 }, run: { lag } };
  return settle(resolveConfig({ settings }), { maxEpisodeSteps: 500, returnThreshold: 475 }, 2);
}

describe('dealEnvironments', () => {
  it('deals all environments out once, in order, and as evenly as can be', () => {
    const counts = fc
      .integer({ min: 1, max: 200 })
      .chain((envs) => fc.tuple(fc.constant(envs), fc.integer({ min: 1, max: envs })));
    const base = configOf(8, 1);
    const property = ([envs, actors]: [number, number]) => {
      const shares = dealEnvironments({
        ...base,
        env: { ...base.env, count: envs },
        actors: { ...base.actors, count: actors },
      });
      expect(shares.length).toBe(actors);
      const environments = shares.flatMap(({ firstEnv, numEnvs }) =>
        Array.from({ length: numEnvs }, (_, i) => firstEnv + i),
      );
      expect(environments).toEqual(Array.from({ length: envs }, (_, i) => i));
      const sizes = shares.map(({ numEnvs }) => numEnvs);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      // Larger shares first, so that the first actor's share is the largest block there is.
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    };
    fc.assert(fc.property(counts, property), { numRuns: 200 });
  });
});

describe('allocateRunMemory', () => {
  it.each([
    [1, 1, 0],
    [8, 3, 1],
    [5, 5, 2],
  ])('gives every thread what it attaches to: %d environments, %d actors, lag %d', (envs, actors, lag) => {
    const config = configOf(envs, actors, lag);
    const memory = allocateRunMemory(config, UNROLL, 10);
    expect(new Control(memory.control).state).toBe('run');
    const shares = dealEnvironments(config);
    expect(memory.rings.length).toBe(actors);
    for (const [actor, share] of shares.entries()) {
      const ring = new BlockRing(memory.rings[actor]!, ringShape(config, share, UNROLL));
      expect(ring.tryAcquire()?.columns.observation.length).toBe(share.numEnvs * 4 * 4);
      expect(new CounterLine(memory.actorCounters, ACTOR_COUNTERS, actor).get('beats')).toBe(0);
      expect(new WeightReader(memory.weights, actor).newestVersion).toBe(-1);
    }
    expect(new WeightReader(memory.weights, weightObserverIndex(config)).newestVersion).toBe(-1);
    expect(() => new WeightReader(memory.weights, actors + 1)).toThrow('readerIndex');
    expect(() => new CounterLine(memory.actorCounters, ACTOR_COUNTERS, actors)).toThrow('lineIndex');
    expect(new CounterLine(memory.learnerCounters, LEARNER_COUNTERS, 0).get('updates')).toBe(0);
    for (const [name, bounds] of Object.entries(LEARNER_HISTOGRAMS)) {
      const buffer = memory.histograms[name as keyof typeof LEARNER_HISTOGRAMS];
      expect(new SharedHistogram(buffer, bounds).snapshot().count).toBe(0);
    }
  });

  it('keeps the versions of weights that a lag needs', () => {
    for (const lag of [0, 1, 2]) {
      const config = configOf(4, 4, lag);
      const { weights } = allocateRunMemory(config, UNROLL, 10);
      const writer = new WeightWriter(weights);
      for (let version = 0; version < 20; version++)
        writer.publish(new Float32Array(10).fill(version), version);
      const reader = new WeightReader(weights, 0);
      const into = new Float32Array(10);
      for (let version = 19 - lag; version < 20; version++) {
        expect(reader.tryReadExactInto(version, into)).toBe(true);
        expect(into[9]).toBe(version);
      }
    }
  });

  it('lets an observer hold weights without taking any from the actors', () => {
    const config = configOf(4, 3, 2);
    const memory = allocateRunMemory(config, UNROLL, 10);
    const store = new WeightStore(memory.weights);
    const writer = new WeightWriter(memory.weights);
    const publish = (version: number): void => writer.publish(new Float32Array(10).fill(version), version);
    publish(0);
    const observer = new WeightReader(memory.weights, weightObserverIndex(config));
    // As the main thread would be found in the middle of a copy, with every actor in the middle of one of its own.
    for (let actor = 0; actor < 3; actor++) {
      store.pin(actor, store.newestSlot);
      publish(actor + 1);
    }
    const observed = store.newestSlot;
    store.pin(3, observed);
    for (let version = 4; version < 20; version++) {
      publish(version);
      expect(store.versionOf(observed)).toBe(3);
      for (let age = 0; age <= 2; age++) {
        const kept = Array.from({ length: store.numSlots }, (_, slot) => store.versionOf(slot));
        expect(kept).toContain(version - age);
      }
    }
    const into = new Float32Array(10);
    expect(observer.readNewestInto(into)).toBe(19);
    expect(into).toEqual(new Float32Array(10).fill(19));
    expect(store.pinnedSlot(3)).toBe(-1);
  });

  it('refuses blocks that the machine has no room for, before it asks for them', () => {
    const pictures = unrollFormat(box([84, 84, 4], 0, 255, 'uint8'), discrete(2));
    const config = configOf(4, 4);
    const huge = { ...config, actors: { ...config.actors, blockLength: 2 ** 24, ringBlocks: 1024 } };
    expect(() => allocateRunMemory(huge, pictures, 10)).toThrow(
      expect.objectContaining({
        code: 'ERR_MEMORY_LAYOUT',
        message: expect.stringMatching(
          /^blocks of all actors: expected at most the \S+ GB of this machine, got \S+ GB; lower actors\.blockLength, actors\.ringBlocks or env\.count$/,
        ) as string,
      }) as Error,
    );
  });

  it('can be sent to a thread as it is', () => {
    const memory = allocateRunMemory(configOf(4, 2), UNROLL, 10);
    const clone = structuredClone(memory);
    expect(Object.keys(clone)).toEqual(Object.keys(memory));
    new Control(clone.control).request('stop');
    expect(new Control(memory.control).isStopped).toBe(true);
  });

  it('rejects a network without parameters', () => {
    expect(() => allocateRunMemory(configOf(1, 1), UNROLL, 0)).toThrow(
      expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT' }) as Error,
    );
  });
});
