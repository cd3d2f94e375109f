import { RandomStream } from '../../shared/random/random-stream.js';
import { STREAM_ROLE } from '../../shared/random/stream-role.js';
import type { DqnConfig } from '../algorithms/dqn/config.js';
import { dqnProgram } from '../algorithms/dqn/program.js';
import { buildEngine } from '../build-engine.js';
import type { BuiltTrainer } from '../built-trainer.js';
import type { TrainerTask } from '../learner-task.js';
import { createSchedule } from '../schedule.js';
import { createTable } from './create-table.js';
import { RateLimiter } from './rate-limiter.js';
import { ReplayTrainer } from './replay-trainer.js';
import { UniformSampler } from './uniform-sampler.js';

/** DQN over its replay table. */
export async function buildReplayTrainer(task: TrainerTask, algorithm: DqnConfig): Promise<BuiltTrainer> {
  const { config, networks } = task;
  const { env, replay, optimizer, learner, run } = config;
  if (replay.kind === 'none') throw new TypeError('a replay trainer was asked for without a replay');
  const program = dqnProgram(algorithm, networks.trained, task.unroll);
  const engine = await buildEngine(task, program, learner.batchSize, { scheme: 'torch' });
  const table = await createTable(task.unroll, env.count, replay.capacity);
  const sampling = RandomStream.derive(run.seed, STREAM_ROLE.sampling, 0);
  const samplesPerInsert = replay.samplesPerInsert === 'unlimited' ? Infinity : replay.samplesPerInsert;
  const { minSize } = replay;
  const errorBuffer = replay.errorBuffer ?? Infinity;
  const trainer = new ReplayTrainer({
    table,
    engine,
    samplesPerInsert,
    minSize,
    learningRate: createSchedule(optimizer.schedule, optimizer.learningRate, run.steps),
    sampler: new UniformSampler(table, sampling, algorithm),
    limiter: new RateLimiter({ samplesPerInsert, minSize, errorBuffer }),
  });
  return { trainer, engine };
}
