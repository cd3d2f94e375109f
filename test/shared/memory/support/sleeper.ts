import { workerData } from 'node:worker_threads';
import { BlockRing } from '../../../../src/shared/memory/block-ring.js';
import { Control } from '../../../../src/shared/memory/control.js';
import { Doorbell } from '../../../../src/shared/memory/doorbell.js';
import { WeightReader } from '../../../../src/shared/weights/weight-reader.js';
import { ringShape } from './pattern.js';
import { ANSWER, ANSWERED, ASLEEP, type SleeperTask } from './threads.js';

/** So long that a lost wake-up fails the test by its time limit. */
const FOREVER_MILLISECONDS = 2 ** 30;

function sleep(task: SleeperTask): boolean {
  switch (task.at) {
    case 'readable':
      return new BlockRing(task.buffer, ringShape(task.spec)).waitReadable(FOREVER_MILLISECONDS);
    case 'writable':
      return new BlockRing(task.buffer, ringShape(task.spec)).waitWritable(FOREVER_MILLISECONDS);
    case 'doorbell':
      return Doorbell.attach(task.buffer).wait(FOREVER_MILLISECONDS);
    case 'pause':
      return new Control(task.buffer).waitWhilePaused(FOREVER_MILLISECONDS) === 'stop';
    case 'weights':
      return new WeightReader(task.buffer, 0).waitForVersion(0, FOREVER_MILLISECONDS);
  }
}

const task = workerData as SleeperTask;
const words = new Int32Array(task.words);
Atomics.store(words, ASLEEP, 1);
Atomics.notify(words, ASLEEP);
Atomics.store(words, ANSWER, sleep(task) ? 1 : 0);
Atomics.store(words, ANSWERED, 1);
Atomics.notify(words, ANSWERED);
