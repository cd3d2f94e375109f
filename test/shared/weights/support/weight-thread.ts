import { workerData } from 'node:worker_threads';
import { WeightReader } from '../../../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../../src/shared/weights/weight-writer.js';
import { checkParameters, parametersOf } from './versions.js';

export interface WeightTask {
  readonly buffer: SharedArrayBuffer;
  readonly role: 'writer' | 'newest reader' | 'exact reader' | 'waiting reader' | 'pins and hangs';
  readonly readerIndex: number;
  /** The version after which the thread ends. */
  readonly lastVersion: number;
  /** `words[0]` becomes 1 when `pins and hangs` has its pin. */
  readonly words: SharedArrayBuffer;
}

function publishAll({ buffer, lastVersion }: WeightTask, parameters: Float32Array): void {
  const writer = new WeightWriter(buffer);
  for (let version = writer.newestVersion + 1; version <= lastVersion; version++) {
    writer.publish(parametersOf(version, parameters), version);
  }
}

function readNewest({ buffer, readerIndex, lastVersion, role }: WeightTask, parameters: Float32Array): void {
  const reader = new WeightReader(buffer, readerIndex);
  const store = new WeightStore(buffer);
  for (let version = -1; version < lastVersion;) {
    if (role === 'waiting reader' && !reader.waitForVersion(version + 1, 1000)) continue;
    const atLeast = store.newestSlot < 0 ? -1 : Math.max(0, version);
    const read = reader.readNewestInto(parameters);
    if (read < atLeast) throw new Error(`version: expected at least ${atLeast}, got ${read}`);
    const newest = store.newestVersion;
    if (newest < read) throw new Error(`newest version: expected at least ${read}, got ${newest}`);
    if (read >= 0) checkParameters(read, parameters);
    version = read;
  }
}

function readExact({ buffer, readerIndex, lastVersion }: WeightTask, parameters: Float32Array): void {
  const reader = new WeightReader(buffer, readerIndex);
  for (let [read, tries] = [-1, 0]; read < lastVersion; tries++) {
    // Some of them old enough to be overwritten at this moment.
    const version = reader.newestVersion - (tries % 8);
    if (!reader.tryReadExactInto(version, parameters)) continue;
    checkParameters(version, parameters);
    read = version;
  }
}

/** Stays where a reader is that has pinned a slot and not copied it yet. */
function pinAndHang({ buffer, readerIndex, words }: WeightTask): void {
  const store = new WeightStore(buffer);
  while (store.newestSlot < 0 || store.pin(readerIndex, store.newestSlot) < 0);
  const hasPin = new Int32Array(words);
  Atomics.store(hasPin, 0, 1);
  Atomics.notify(hasPin, 0);
  Atomics.wait(hasPin, 0, 1);
}

const task = workerData as WeightTask;
const parameters = new Float32Array(new WeightStore(task.buffer).numParameters).fill(NaN);
switch (task.role) {
  case 'writer':
    publishAll(task, parameters);
    break;
  case 'newest reader':
  case 'waiting reader':
    readNewest(task, parameters);
    break;
  case 'exact reader':
    readExact(task, parameters);
    break;
  case 'pins and hangs':
    pinAndHang(task);
    break;
}
