import { RandomStream } from '../../shared/random/random-stream.js';
import { STREAM_ROLE } from '../../shared/random/stream-role.js';
import { dealEnvironments } from '../../shared/run-memory.js';
import type { A2cConfig } from '../algorithms/a2c/config.js';
import { a2cProgram } from '../algorithms/a2c/program.js';
import type { ImpalaConfig } from '../algorithms/impala/config.js';
import { impalaProgram } from '../algorithms/impala/program.js';
import { policyInitializer } from '../algorithms/policy-initializer.js';
import type { PpoConfig } from '../algorithms/ppo/config.js';
import { ppoProgram } from '../algorithms/ppo/program.js';
import { buildEngine } from '../build-engine.js';
import type { BuiltTrainer } from '../built-trainer.js';
import { createDistribution } from '../distributions/create-distribution.js';
import type { TrainerTask } from '../learner-task.js';
import { createSchedule } from '../schedule.js';
import { gaeEstimator, vtraceEstimator } from './estimators.js';
import { Minibatches } from './minibatches.js';
import { ObservationNormalizer } from './observation-normalizer.js';
import { ReturnNormalizer } from './return-normalizer.js';
import { UnrollTrainer, type UnrollTrainerParts } from './unroll-trainer.js';

/** What the algorithms differ in. */
type AlgorithmParts = Pick<
  UnrollTrainerParts,
  'engine' | 'estimate' | 'distribution' | 'normalizeAdvantages' | 'epochs' | 'onBatch'
>;

/** A2C, IMPALA or PPO over the unrolls of a round, or of as many blocks as make a batch. */
export async function buildUnrollTrainer(
  task: TrainerTask,
  algorithm: A2cConfig | ImpalaConfig | PpoConfig,
): Promise<BuiltTrainer> {
  const { config, networks } = task;
  const { env, optimizer, run } = config;
  const sizes = batchSizes(task);
  const parts = await algorithmParts(task, algorithm, sizes);
  const { engine } = parts;
  const trainer = new UnrollTrainer({
    ...parts,
    ...sizes,
    format: task.unroll,
    learningRate: createSchedule(optimizer.schedule, optimizer.learningRate, run.steps),
    observations: algorithm.normalizeObservations
      ? new ObservationNormalizer(engine, networks.trained)
      : undefined,
    returns: algorithm.normalizeReturns ? new ReturnNormalizer(algorithm.discount, env.count) : undefined,
  });
  return { trainer, engine };
}

/** In sync mode a batch is a round. In async mode it is complete with the block that fills it up. */
function batchSizes({ config }: TrainerTask): Pick<UnrollTrainerParts, 'rowsPerBatch' | 'maxRows'> {
  const { env, actors, learner, run } = config;
  const round = env.count * actors.blockLength;
  if (run.mode === 'sync') return { rowsPerBatch: round, maxRows: round };
  const largestBlock = dealEnvironments(config)[0]!.numEnvs * actors.blockLength;
  return { rowsPerBatch: learner.batchSize, maxRows: learner.batchSize + largestBlock - 1 };
}

async function algorithmParts(
  task: TrainerTask,
  algorithm: A2cConfig | ImpalaConfig | PpoConfig,
  { maxRows }: Pick<UnrollTrainerParts, 'maxRows'>,
): Promise<AlgorithmParts> {
  const { config, networks, unroll: format, actionSpace } = task;
  const distribution = createDistribution(actionSpace);
  const isGaussian = actionSpace.kind === 'box';
  const initializer = policyInitializer(algorithm, { hasValue: true, isGaussian });
  switch (algorithm.name) {
    case 'a2c': {
      const { discount, gaeLambda: lambda, normalizeAdvantages } = algorithm;
      const program = a2cProgram(algorithm, networks.trained, format, distribution);
      const engine = await buildEngine(task, program, maxRows, initializer);
      return { engine, estimate: gaeEstimator({ discount, lambda }), normalizeAdvantages };
    }
    case 'impala': {
      const program = impalaProgram(algorithm, networks.trained, format, distribution);
      const engine = await buildEngine(task, program, maxRows, initializer);
      return { engine, estimate: vtraceEstimator(algorithm), distribution, normalizeAdvantages: false };
    }
    case 'ppo': {
      const { discount, gaeLambda: lambda, normalizeAdvantages, epochs, targetKl } = algorithm;
      const { learner, run } = config;
      const clipRangeAt = createSchedule(algorithm.clipSchedule, algorithm.clipRange, run.steps);
      let clipRange = algorithm.clipRange;
      const program = ppoProgram(algorithm, networks.trained, format, distribution, () => clipRange);
      const random = RandomStream.derive(run.seed, STREAM_ROLE.shuffle, 0);
      const minibatches = new Minibatches(maxRows, random);
      return {
        engine: await buildEngine(task, program, learner.batchSize, initializer),
        estimate: gaeEstimator({ discount, lambda }),
        normalizeAdvantages,
        epochs: { epochs, minibatchSize: learner.batchSize, minibatches, targetKl },
        onBatch: (envSteps) => (clipRange = clipRangeAt(envSteps)),
      };
    }
  }
}
