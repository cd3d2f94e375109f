/** Publishes versions of the weights at random moments, as seen by the actors, and logs when each was out. */
import { workerData } from 'node:worker_threads';
import { Control } from '../../../src/shared/memory/control.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import type { RunMemory } from '../../../src/shared/run-memory.js';
import { WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { nanoseconds } from './clock.js';
import { VersionLog } from './version-log.js';

export interface PublisherTask {
  readonly memory: RunMemory;
  readonly log: SharedArrayBuffer;
  readonly leastMilliseconds: number;
  readonly mostMilliseconds: number;
}

const { memory, log, leastMilliseconds, mostMilliseconds } = workerData as PublisherTask;
const control = new Control(memory.control);
const writer = new WeightWriter(memory.weights);
const parameters = new Float32Array(new WeightStore(memory.weights).numParameters).fill(0.01);
const publications = new VersionLog(log);
const random = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
const nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
while (!control.isStopped) {
  Atomics.wait(nobody, 0, 0, leastMilliseconds + (mostMilliseconds - leastMilliseconds) * random.nextFloat());
  const version = writer.newestVersion + 1;
  writer.publish(parameters, version);
  publications.append(version, nanoseconds());
}
