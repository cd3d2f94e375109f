import { dqnSchema } from '../../../src/learner/algorithms/dqn/config.js';
import { dqnProgram } from '../../../src/learner/algorithms/dqn/program.js';
import { SimdEngine } from '../../../src/learner/engines/simd/simd-engine.js';
import { RateLimiter } from '../../../src/learner/replay/rate-limiter.js';
import { ReplayTable } from '../../../src/learner/replay/replay-table.js';
import { ReplayTrainer } from '../../../src/learner/replay/replay-trainer.js';
import { UniformSampler } from '../../../src/learner/replay/uniform-sampler.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { instantiateKernels } from '../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';
import { unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import { initializeParameters } from '../../../src/shared/network/initialize.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import { discrete } from '../../../src/shared/spaces.js';
import { exampleUnroll, OBSERVATION_SIZE } from './filled-table.js';

const NUM_ACTIONS = 2;
const STORED = 20_000;

/** Settings of DQN that its speed depends on. */
export interface ReplayLearning {
  readonly hidden: readonly number[];
  readonly batchSize: number;
  readonly double: boolean;
}

export function nameOf({ hidden, batchSize, double }: ReplayLearning): string {
  const network = [OBSERVATION_SIZE, ...hidden, NUM_ACTIONS].join('-');
  return `${double ? 'Double DQN' : 'DQN'} ${network}, batch ${batchSize}`;
}

/** The trainer of DQN, every other setting at its default, with transitions to draw from. */
export function replayTrainer({ hidden, batchSize, double }: ReplayLearning): ReplayTrainer {
  const algorithm = dqnSchema.parse({ name: 'dqn', hidden, double });
  const { optimizer } = resolveConfig();
  const network = denseNetwork(OBSERVATION_SIZE, hidden, NUM_ACTIONS);
  const program = dqnProgram(algorithm, network, unrollFormat(OBSERVATION_SIZE, discrete(NUM_ACTIONS)));
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
