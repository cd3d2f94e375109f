import { RateLimiter } from '../../../src/learner/replay/rate-limiter.js';
import { ReplayTable } from '../../../src/learner/replay/replay-table.js';
import { UniformSampler } from '../../../src/learner/replay/uniform-sampler.js';
import { ReplayTrainer } from '../../../src/learner/replay/replay-trainer.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { FakeEngine } from './fake-engine.js';
import { OBSERVATION_SIZE } from './steps.js';

export interface TrainerSettings {
  readonly numStreams: number;
  readonly capacity: number;
  readonly batchSize: number;
  readonly minSize: number;
  readonly samplesPerInsert: number;
  readonly errorBuffer?: number;
  readonly nStep?: number;
}

/** A replay trainer that is real but for its engine. */
export function trainerOf(settings: TrainerSettings) {
  const { numStreams, capacity, batchSize, minSize, samplesPerInsert } = settings;
  const { errorBuffer = Infinity, nStep = 1 } = settings;
  const engine = new FakeEngine(batchSize);
  const table = new ReplayTable({ numStreams, capacity, observationSize: OBSERVATION_SIZE });
  const limiter = new RateLimiter({ samplesPerInsert, minSize, errorBuffer });
  const sampler = new UniformSampler(table, RandomStream.derive(0, 2, 0), { nStep, discount: 0.9 });
  return {
    trainer: new ReplayTrainer({
      table,
      sampler,
      limiter,
      engine,
      minSize,
      samplesPerInsert,
      learningRate: () => 0.1,
    }),
    engine,
    table,
  };
}
