import { dqnSchema } from '../../src/learner/algorithms/dqn/config.js';
import { dqnProgram } from '../../src/learner/algorithms/dqn/program.js';
import { SimdEngine } from '../../src/learner/engines/simd/simd-engine.js';
import { ReplayTrainer } from '../../src/learner/replay/replay-trainer.js';
import { RateLimiter } from '../../src/learner/replay/rate-limiter.js';
import { ReplayTable } from '../../src/learner/replay/replay-table.js';
import { UniformSampler } from '../../src/learner/replay/uniform-sampler.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { instantiateKernels } from '../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../src/shared/kernels/load.js';
import { initializeParameters } from '../../src/shared/network/initialize.js';
import { networkMemoryBytes } from '../../src/shared/network/memory.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { denseNetwork } from '../../src/shared/network/dense-network.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { measure, type Measurement } from '../measure.js';
import { paceOf, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { exampleUnroll, OBSERVATION_SIZE } from './support/filled-table.js';
import { unrollLearning } from './support/unroll-learning.js';

const NUM_ACTIONS = 2;
const STORED = 20_000;

/**
 * One learner thread at work. Of DQN, whole updates: sampling, forward and backward passes, loss, clipping, optimizer,
 * target. Of the others, whole rounds: values, targets, and every update of every epoch.
 */
export async function learnerSuite(options: SuiteOptions): Promise<Measurement[]> {
  const pace = paceOf(options);
  const rounds = await Promise.all((['ppo', 'a2c', 'impala'] as const).map(unrollLearning));
  return [
    ...replayUpdates(pace),
    ...rounds.map(({ name, samples, learnRound }) =>
      measure(name, 'samples/s', learnRound, (ns) => (1e9 * samples) / ns, undefined, pace),
    ),
  ];
}

function replayUpdates(pace: Pace): Measurement[] {
  return [
    { hidden: [64, 64], batchSize: 64, double: true },
    { hidden: [128, 128], batchSize: 64, double: false },
    { hidden: [128, 128], batchSize: 64, double: true },
    { hidden: [128, 128], batchSize: 512, double: false },
  ].map(({ hidden, batchSize, double }) => {
    const trainer = filledTrainer(hidden, batchSize, double);
    const name = `${double ? 'Double DQN' : 'DQN'} ${[OBSERVATION_SIZE, ...hidden, NUM_ACTIONS].join('-')}, batch ${batchSize}`;
    return measure(
      name,
      'updates/s',
      () => trainer.update(),
      (ns) => 1e9 / ns,
      { batchSize },
      pace,
    );
  });
}

/** A DQN trainer whose table holds 20,000 random transitions. */
export function filledTrainer(hidden: readonly number[], batchSize: number, double: boolean): ReplayTrainer {
  const algorithm = dqnSchema.parse({ name: 'dqn', hidden, double });
  const { optimizer } = resolveConfig();
  const network = denseNetwork(OBSERVATION_SIZE, hidden, NUM_ACTIONS);
  const program = dqnProgram(algorithm, network, OBSERVATION_SIZE);
  const initialParameters = new Float32Array(parameterLayout(network).numParameters);
  const random = RandomStream.derive(0, STREAM_ROLE.initialisation, 0);
  initializeParameters(network, { scheme: 'torch' }, () => random.nextFloat(), initialParameters);
  const kernels = instantiateKernels(
    loadKernelModule(),
    networkMemoryBytes(network, batchSize, program.passes.length + 1),
  );
  const { maxGradientNorm } = optimizer;
  const engine = new SimdEngine(kernels, program, {
    maxBatchSize: batchSize,
    optimizer,
    maxGradientNorm,
    initialParameters,
  });

  const table = new ReplayTable({ numStreams: 1, capacity: STORED, observationSize: OBSERVATION_SIZE });
  const columns = exampleUnroll(1, STORED);
  for (let i = 0; i < columns.observation.length; i++) columns.observation[i] = random.nextFloat() - 0.5;
  columns.nextObservation.set(columns.observation);
  for (let i = 0; i < STORED; i++) columns.action[i] = random.nextInt(NUM_ACTIONS);
  const sampler = new UniformSampler(table, RandomStream.derive(0, STREAM_ROLE.sampling, 0), algorithm);
  const unlimited = { samplesPerInsert: Infinity, minSize: 1, errorBuffer: Infinity };
  const trainer = new ReplayTrainer({
    table,
    sampler,
    engine,
    limiter: new RateLimiter(unlimited),
    minSize: 1,
    samplesPerInsert: 1,
    learningRate: () => optimizer.learningRate,
  });
  trainer.ingest(columns, { firstEnv: 0, numEnvs: 1, numSteps: STORED });
  return trainer;
}
