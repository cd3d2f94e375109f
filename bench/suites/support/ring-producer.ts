import { workerData } from 'node:worker_threads';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { Control } from '../../../src/shared/memory/control.js';
import { feedShape, fillAsActor, type RingFeed } from './ring-feed.js';

/** What the producer's thread is given. */
export interface ProducerTask {
  readonly ring: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  readonly feed: RingFeed;
}

const task = workerData as ProducerTask;
const ring = new BlockRing(task.ring, feedShape(task.feed));
const control = new Control(task.control);
for (let sequence = 0; !control.isStopped;) {
  const block = ring.tryAcquire();
  if (block === undefined) {
    ring.waitWritable(100);
    continue;
  }
  fillAsActor(block, task.feed, sequence++);
  ring.publish();
}
