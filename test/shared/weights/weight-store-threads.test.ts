import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WeightReader } from '../../../src/shared/weights/weight-reader.js';
import { NO_VERSION, WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { awaitWord, startThread, wakeSleeper } from '../memory/support/threads.js';
import { checkParameters, parametersOf } from './support/versions.js';
import type { WeightTask } from './support/weight-thread.js';

const threadFile = new URL('./support/weight-thread.js', import.meta.url);

function start(buffer: SharedArrayBuffer, task: Partial<WeightTask> & Pick<WeightTask, 'role'>) {
  const words = new SharedArrayBuffer(4);
  const thread = startThread(threadFile, { buffer, readerIndex: 0, lastVersion: 0, words, ...task });
  return { ...thread, words: new Int32Array(words) };
}

describe('WeightStore between threads', () => {
  it.each([
    { name: 'few parameters', numParameters: 7, lastVersion: 1_500_000 },
    { name: 'a 4-64-64-2 network', numParameters: 4_610, lastVersion: 20_000 },
  ])('never shows a mix of two versions: $name', async ({ numParameters, lastVersion }) => {
    const buffer = WeightStore.allocate(3, numParameters);
    const threads = [
      start(buffer, { role: 'newest reader', readerIndex: 0, lastVersion }),
      start(buffer, { role: 'exact reader', readerIndex: 1, lastVersion }),
      start(buffer, { role: 'waiting reader', readerIndex: 2, lastVersion }),
      start(buffer, { role: 'writer', lastVersion }),
    ];
    expect(await Promise.all(threads.map(({ exited }) => exited))).toEqual([0, 0, 0, 0]);
    expect(new WeightStore(buffer).newestVersion).toBe(lastVersion);
  });

  it('shows an observer in this thread whole versions, and never an older one, while an actor reads its own', async () => {
    const [numActors, numParameters] = [1, 4_610];
    const buffer = WeightStore.allocate(numActors + 1, numParameters);
    const threads = [
      start(buffer, { role: 'exact reader', readerIndex: 0, lastVersion: Infinity }),
      start(buffer, { role: 'writer', lastVersion: Infinity }),
    ];
    const failed = Promise.race(threads.map(({ exited }) => exited));
    const observer = new WeightReader(buffer, numActors);
    const into = new Float32Array(numParameters).fill(NaN);
    let version = NO_VERSION;
    for (let numSeen = 0; numSeen < 500;) {
      const read = observer.readNewestInto(into);
      if (read < version) throw new Error(`version: expected at least ${version}, got ${read}`);
      if (read === version) {
        await Promise.race([failed, nextTurn()]);
        continue;
      }
      checkParameters(read, into);
      version = read;
      numSeen++;
    }
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  });

  it('goes on while readers are killed with a slot pinned, and their successors read on', async () => {
    const [numReaders, numParameters] = [3, 1_000];
    const buffer = WeightStore.allocate(numReaders, numParameters);
    const store = new WeightStore(buffer);
    const writer = start(buffer, { role: 'writer', lastVersion: Infinity });
    const into = new Float32Array(numParameters).fill(NaN);

    for (let round = 0; round < 8; round++) {
      const hanging = [0, 1, 2].map((readerIndex) => start(buffer, { role: 'pins and hangs', readerIndex }));
      for (const { words } of hanging) awaitWord(words, 0);
      const slots = hanging.map((_, readerIndex) => store.pinnedSlot(readerIndex));
      const versions = slots.map((slot) => store.versionOf(slot));
      await Promise.all(hanging.map(({ worker }) => worker.terminate()));

      // Every slot comes into use many times, except those the dead have pinned.
      const from = store.newestVersion;
      while (store.newestVersion < from + 1_000);
      expect(slots.map((slot) => store.versionOf(slot))).toEqual(versions);
      for (const [i, slot] of slots.entries()) checkParameters(versions[i]!, store.parametersOf(slot));

      for (let readerIndex = 0; readerIndex < numReaders; readerIndex++) {
        const reader = new WeightReader(buffer, readerIndex);
        const version = reader.readNewestInto(into);
        expect(version).toBeGreaterThan(from);
        checkParameters(version, into);
      }
    }
    await writer.worker.terminate();
  });

  it('goes on from the last whole version when its writer is killed and replaced', async () => {
    const buffer = WeightStore.allocate(1, 50_000);
    const reader = new WeightReader(buffer, 0);
    const into = new Float32Array(50_000).fill(NaN);
    let version = -1;
    for (let life = 0; life < 10; life++) {
      const writer = start(buffer, { role: 'writer', lastVersion: Infinity });
      const from = reader.newestVersion;
      while (reader.newestVersion < from + 5 + life) reader.waitForVersion(from + 5 + life, 1000);
      await writer.worker.terminate();
      const read = reader.readNewestInto(into);
      expect(read).toBeGreaterThan(version);
      version = read;
      checkParameters(version, into);
    }
  });

  it('does not take a slot that is being overwritten for the newest', async () => {
    const buffer = WeightStore.allocate(1, 5);
    const store = new WeightStore(buffer);
    const writer = new WeightWriter(buffer);
    writer.publish(parametersOf(0, new Float32Array(5)), 0);
    // What a reader finds that was held up between looking up the newest slot and pinning it.
    store.setVersion(store.newestSlot, NO_VERSION);
    store.parametersOf(store.newestSlot).fill(NaN);
    const reader = start(buffer, { role: 'newest reader', lastVersion: 1 });
    while (store.pinnedSlot(0) !== store.newestSlot) await Promise.race([reader.exited, nextTurn()]);
    for (let i = 0; i < 1_000_000; i++) store.pinnedSlot(0); // time for a mistake to show
    writer.publish(parametersOf(1, new Float32Array(5)), 1);
    expect(await reader.exited).toBe(0);
  });

  it('wakes a reader that waits for a version, and lets it go when interrupted', async () => {
    const buffer = WeightStore.allocate(2, 5);
    const store = new WeightStore(buffer);
    expect(await wakeSleeper({ at: 'weights', buffer }, () => store.interrupt())).toBe(false);
    const writer = new WeightWriter(buffer);
    const publish = () => writer.publish(parametersOf(0, new Float32Array(5)), 0);
    expect(await wakeSleeper({ at: 'weights', buffer }, publish)).toBe(true);
  });
});
