import { workerData } from 'node:worker_threads';
import { produce, type RingSpec } from './pattern.js';

export interface ProducerTask {
  readonly buffer: SharedArrayBuffer;
  readonly spec: RingSpec;
  readonly incarnation: number;
  readonly count: number;
}

const { buffer, spec, incarnation, count } = workerData as ProducerTask;
produce(buffer, spec, incarnation, count);
