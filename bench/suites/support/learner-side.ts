/** The learner's end of an acting run, in a thread of its own: it takes blocks and publishes weights as a learner does, and learns nothing. */
import { workerData } from 'node:worker_threads';
import type { UnrollFormat } from '../../../src/shared/memory/block-layout.js';
import { Control } from '../../../src/shared/memory/control.js';
import { attachRings, type MemorySettings, type RunMemory } from '../../../src/shared/run-memory.js';
import { WeightStore } from '../../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../../src/shared/weights/weight-writer.js';
import { nanoseconds } from './clock.js';

/**
 * What the learner does between two looks at the rings. One that is `asleep` at its bell is woken by every block, and publishes nothing.
 * One that is `at work` looks when an update is over, and publishes as often as a run does by default, or after every update.
 */
export type LearnerManner = 'asleep' | 'at work' | 'publishing';

export interface LearnerSideTask {
  readonly memory: RunMemory;
  readonly config: MemorySettings;
  readonly unroll: UnrollFormat;
  readonly manner: LearnerManner;
  /** Updates between two publications of one that is `at work`. */
  readonly publishInterval: number;
}

/** Ends a sleep that nobody ended. */
const WAIT_MILLISECONDS = 100;
/** About what an update of a small network takes. */
const UPDATE_NANOSECONDS = 100e3;

const { memory, config, unroll, manner, publishInterval } = workerData as LearnerSideTask;
const interval = { asleep: Infinity, 'at work': publishInterval, publishing: 1 }[manner];
const control = new Control(memory.control);
const rings = attachRings(memory, config, unroll);
const writer = manner === 'asleep' ? undefined : new WeightWriter(memory.weights);
const parameters = new Float32Array(new WeightStore(memory.weights).numParameters).fill(0.01);
for (let updates = 1; !control.isStopped; updates++) {
  if (writer === undefined) control.doorbell.wait(WAIT_MILLISECONDS);
  else for (const end = nanoseconds() + UPDATE_NANOSECONDS; nanoseconds() < end;);
  for (const ring of rings) while (ring.tryPeek() !== undefined) ring.release();
  if (updates % interval === 0) writer?.publish(parameters, writer.newestVersion + 1);
  control.waitWhilePaused(WAIT_MILLISECONDS);
}
