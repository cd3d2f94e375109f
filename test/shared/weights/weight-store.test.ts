import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { WeightReader } from '../../../src/shared/weights/weight-reader.js';
import { NO_VERSION, WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { checkParameters, parametersOf } from './support/versions.js';

const NUM_PARAMETERS = 5;
const blank = () => new Float32Array(NUM_PARAMETERS).fill(NaN);
const valuesOf = (version: number) => parametersOf(version, blank());

const anyStep = fc.record({
  action: fc.constantFrom(
    'publish',
    'publish',
    'read newest',
    'read exact',
    'pin',
    'new reader',
    'new writer',
  ),
  reader: fc.nat({ max: 5 }),
  age: fc.nat({ max: 9 }),
});

describe('WeightStore', () => {
  it('keeps the newest three versions and everything pinned, whoever pins, dies and comes back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.array(anyStep, { maxLength: 120 }),
        (numReaders, steps) => {
          const buffer = WeightStore.allocate(numReaders, NUM_PARAMETERS);
          const store = new WeightStore(buffer);
          let writer = new WeightWriter(buffer);
          const readers = Array.from({ length: numReaders }, (_, index) => new WeightReader(buffer, index));
          const held = new Map<number, number>(); // reader -> the version it has pinned
          let newest = NO_VERSION;

          for (const { action, age, reader: anyReader } of steps) {
            const index = anyReader % numReaders;
            const into = blank();
            if (action === 'publish') {
              writer.publish(valuesOf(++newest), newest);
            } else if (action === 'read newest') {
              readers[index] = new WeightReader(buffer, index);
              held.delete(index);
              expect(readers[index].readNewestInto(into)).toBe(newest);
              expect(into).toEqual(newest < 0 ? blank() : valuesOf(newest));
            } else if (action === 'read exact') {
              held.delete(index);
              const isRead = readers[index]!.tryReadExactInto(newest - age, into);
              expect(into).toEqual(isRead ? valuesOf(newest - age) : blank());
            } else if (action === 'pin' && newest >= 0) {
              held.set(index, store.pin(index, store.newestSlot));
            } else if (action === 'new reader') {
              readers[index] = new WeightReader(buffer, index);
              held.delete(index);
              expect(store.pinnedSlot(index)).toBe(-1);
            } else if (action === 'new writer') {
              writer = new WeightWriter(buffer);
            }
            expect(store.newestVersion).toBe(newest);
            for (const [holder, version] of held)
              checkParameters(version, store.parametersOf(store.pinnedSlot(holder)));
            const versions = Array.from({ length: store.numSlots }, (_, slot) => store.versionOf(slot));
            for (let kept = Math.max(0, newest - 2); kept <= newest; kept++) expect(versions).toContain(kept);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has nothing to read before the first version', () => {
    const reader = new WeightReader(WeightStore.allocate(1, NUM_PARAMETERS), 0);
    const into = blank();
    expect([
      reader.newestVersion,
      reader.readNewestInto(into),
      reader.tryReadExactInto(NO_VERSION, into),
    ]).toEqual([NO_VERSION, NO_VERSION, false]);
    expect(reader.waitForVersion(0, 0)).toBe(false);
    expect(into).toEqual(blank());
  });

  it('copies a version once', () => {
    const buffer = WeightStore.allocate(1, NUM_PARAMETERS);
    new WeightWriter(buffer).publish(valuesOf(7), 7);
    const reader = new WeightReader(buffer, 0);
    const into = blank();
    expect([reader.readNewestInto(into), into]).toEqual([7, valuesOf(7)]);
    into.fill(NaN);
    expect([reader.readNewestInto(into), into]).toEqual([7, blank()]);
  });

  it('copies the newest again after an older one was read', () => {
    const buffer = WeightStore.allocate(1, NUM_PARAMETERS);
    const writer = new WeightWriter(buffer);
    writer.publish(valuesOf(0), 0);
    writer.publish(valuesOf(1), 1);
    const reader = new WeightReader(buffer, 0);
    const into = blank();
    reader.readNewestInto(into);
    expect([reader.tryReadExactInto(0, into), into]).toEqual([true, valuesOf(0)]);
    expect([reader.readNewestInto(into), into]).toEqual([1, valuesOf(1)]);
  });

  it('does not see a version before it is out, nor go back, when held up with a slot that is used again', () => {
    const buffer = WeightStore.allocate(1, NUM_PARAMETERS);
    const store = new WeightStore(buffer);
    const reader = new WeightReader(buffer, 0);
    new WeightWriter(buffer).publish(valuesOf(0), 0);
    // The next version is complete in another slot, and not committed.
    const next = (store.newestSlot + 1) % store.numSlots;
    store.parametersOf(next).set(valuesOf(1));
    store.setVersion(next, 1);
    // The slot was the newest long ago, when the reader looked it up.
    const newestSlot = vi.spyOn(WeightStore.prototype, 'newestSlot', 'get');
    newestSlot.mockReturnValueOnce(next);
    expect(store.newestVersion).toBe(0);
    newestSlot.mockReturnValueOnce(next);
    const into = blank();
    expect([reader.readNewestInto(into), into]).toEqual([0, valuesOf(0)]);
    newestSlot.mockRestore();
  });

  it('drops what a writer had not committed when it died', () => {
    const buffer = WeightStore.allocate(1, NUM_PARAMETERS);
    const store = new WeightStore(buffer);
    new WeightWriter(buffer).publish(valuesOf(0), 0);
    // Killed between giving a slot its version and making it the newest.
    const slot = (store.newestSlot + 1) % store.numSlots;
    store.parametersOf(slot).fill(NaN);
    store.setVersion(slot, 1);
    const reader = new WeightReader(buffer, 0);
    expect(reader.tryReadExactInto(1, blank())).toBe(false);

    const successor = new WeightWriter(buffer);
    expect(successor.newestVersion).toBe(0);
    successor.publish(valuesOf(1), 1);
    const into = blank();
    expect([reader.tryReadExactInto(1, into), into]).toEqual([true, valuesOf(1)]);
  });

  it('rejects versions out of turn and vectors of another length', () => {
    const writer = new WeightWriter(WeightStore.allocate(1, NUM_PARAMETERS));
    for (const first of [-1, 0.5, NaN, 2 ** 31]) {
      expect(() => writer.publish(blank(), first)).toThrow(
        expect.objectContaining({
          code: 'ERR_WEIGHTS',
          message: `version: expected an integer in [0, 2^31), got ${first}`,
        }),
      );
    }
    writer.publish(blank(), 4);
    expect(() => writer.publish(blank(), 4)).toThrow('version: expected 5, below 2^31, got 4');
    expect(() => writer.publish(new Float32Array(4), 5)).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message: 'parameters: expected 5 elements, got 4' }),
    );
    expect(writer.newestVersion).toBe(4);
  });

  it('rejects readers that do not exist and memory that is no store', () => {
    const buffer = WeightStore.allocate(2, NUM_PARAMETERS);
    expect(() => new WeightReader(buffer, 2)).toThrow('readerIndex: expected an integer in [0, 1], got 2');
    expect(() => new WeightReader(buffer, 0).readNewestInto(new Float32Array(6))).toThrow(
      'parameters: expected 5 elements, got 6',
    );
    for (const bytes of [0, 4096]) {
      expect(() => new WeightStore(new SharedArrayBuffer(bytes))).toThrow(
        expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT' }),
      );
    }
    expect(() => WeightStore.allocate(1, 0)).toThrow(
      'numParameters: expected an integer in [1, 1073741824], got 0',
    );
  });
});
