import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import { Control } from '../../src/shared/memory/control.js';
import { Doorbell } from '../../src/shared/memory/doorbell.js';
import { measure, type Measurement } from '../measure.js';
import { paceOf, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { copierToReplay, feedShape, fillAsActor, type RingFeed } from './support/ring-feed.js';
import type { ProducerTask } from './support/ring-producer.js';

/** An actor of 32 environments, in blocks of 64 steps. */
const UNROLLS: RingFeed = { numEnvs: 32, numSteps: 64, numBlocks: 8, blocksPerRound: 64 };
/** One transition a block: nearly all the time goes into positions and bells. */
const SMALL: RingFeed = { numEnvs: 1, numSteps: 1, numBlocks: 64, blocksPerRound: 4096 };

/** The ring, filled row by row on one side and copied out column by column on the other. */
export async function ringSuite(options: SuiteOptions): Promise<Measurement[]> {
  const pace = paceOf(options);
  return [
    inOneThread('CartPole transitions in and out, one thread', UNROLLS, pace),
    await betweenThreads('CartPole transitions in and out, two threads', 'transitions/s', UNROLLS, pace),
    await betweenThreads('blocks of one transition, two threads', 'blocks/s', SMALL, pace),
    ...wakeUps(pace),
  ];
}

/** Transitions in a round, over the nanoseconds it took. */
function perSecond({ numEnvs, numSteps, blocksPerRound }: RingFeed): (nanoseconds: number) => number {
  return (nanoseconds) => (1e9 * numEnvs * numSteps * blocksPerRound) / nanoseconds;
}

function inOneThread(name: string, feed: RingFeed, pace: Pace): Measurement {
  const shape = feedShape(feed);
  const buffer = BlockRing.allocate(shape);
  const [producer, consumer] = [new BlockRing(buffer, shape), new BlockRing(buffer, shape)];
  const copy = copierToReplay(shape);
  const round = (): void => {
    for (let i = 0; i < feed.blocksPerRound; i++) {
      fillAsActor(producer.tryAcquire()!, feed, i);
      producer.publish();
      copy(consumer.tryPeek()!);
      consumer.release();
    }
  };
  return measure(name, 'transitions/s', round, perSecond(feed), undefined, pace);
}

async function betweenThreads(name: string, unit: string, feed: RingFeed, pace: Pace): Promise<Measurement> {
  const shape = feedShape(feed);
  const task: ProducerTask = { ring: BlockRing.allocate(shape), control: Control.allocate(), feed };
  const [ring, control] = [new BlockRing(task.ring, shape), new Control(task.control)];
  const copy = copierToReplay(shape);
  const worker = new Worker(new URL('./support/ring-producer.js', import.meta.url), { workerData: task });
  const exited = once(worker, 'exit');
  const round = (): void => {
    for (let i = 0; i < feed.blocksPerRound;) {
      const block = ring.tryPeek();
      if (block === undefined) {
        ring.waitReadable(100);
        continue;
      }
      copy(block);
      ring.release();
      i++;
    }
  };
  const measurement = measure(name, unit, round, perSecond(feed), undefined, pace);
  control.request('stop');
  ring.interrupt();
  await exited;
  return measurement;
}

/** Why there are doorbells: what it costs to wake nobody. */
function wakeUps(pace: Pace): Measurement[] {
  const words = new Int32Array(new SharedArrayBuffer(128));
  const bell = new Doorbell(words, 0);
  const calls = 1000;
  const perCall = (nanoseconds: number): number => nanoseconds / calls;
  const ring = (): void => {
    for (let i = 0; i < calls; i++) bell.ring();
  };
  const notify = (): void => {
    for (let i = 0; i < calls; i++) Atomics.notify(words, 0);
  };
  return [
    measure('Doorbell.ring, nobody waits', 'ns', ring, perCall, undefined, pace),
    measure('Atomics.notify, nobody waits', 'ns', notify, perCall, undefined, pace),
  ];
}
