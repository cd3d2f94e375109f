import { createActions } from '../../src/actors/envs/actions.js';
import { createVectorEnvironment } from '../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../src/actors/envs/vector-environment.js';
import { createActingNetwork } from '../../src/actors/policies/acting-network.js';
import { createSampledPolicy } from '../../src/actors/policies/create-policy.js';
import { UniformSampler } from '../../src/learner/replay/uniform-sampler.js';
import { denseScratchLength } from '../../src/shared/kernels/exports.js';
import { instantiateKernels } from '../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../src/shared/kernels/load.js';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { discrete } from '../../src/shared/spaces.js';
import { WeightReader } from '../../src/shared/weights/weight-reader.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import {
  exampleUnroll,
  filledTable,
  NUM_ENVS,
  NUM_STEPS,
  OBSERVATION_SIZE,
} from '../suites/support/filled-table.js';
import { replayTrainer } from '../suites/support/replay-learning.js';
import { copierToReplay, feedShape, fillAsActor } from '../suites/support/ring-feed.js';
import { unrollLearning } from '../suites/support/unroll-learning.js';
import type { Calibration } from './calibration.js';

/** One figure of `npm run bench:ci`. */
export type SelectedCase = {
  readonly name: string;
  /** By what it is bound. */
  readonly calibration: Calibration;
} & (PromptWork | AwaitedWork);

interface PromptWork {
  /** Makes what is timed. */
  readonly prepare: () => () => void;
}

interface AwaitedWork {
  /** Makes what is timed until it has been answered. */
  readonly prepareAwaited: () => (() => Promise<unknown>) | Promise<() => Promise<unknown>>;
}

const ACTOR_ENVS = 32;
const NUM_PARAMETERS = 17_410;
const BATCH = 64;

/** One thing of each part of the way from an environment to the weights; together a few seconds. */
export const SELECTION: readonly SelectedCase[] = [
  { name: 'env: CartPole-v1, 32 environments', calibration: 'plain', prepare: environmentStep },
  { name: 'policy: categorical 4-64-64-2, batch 32', calibration: 'peak', prepare: acting },
  { name: 'ring: an unroll in and out', calibration: 'plain', prepare: throughRing },
  { name: 'weights: publish and read 4-128-128-2', calibration: 'plain', prepare: publishAndRead },
  { name: 'replay: insert 8 x 32 transitions', calibration: 'plain', prepare: insertion },
  { name: 'replay: sample 64, 1-step', calibration: 'plain', prepare: sampling },
  { name: 'kernels: dense 128x128, batch 64, forward', calibration: 'peak', prepare: denseForward },
  { name: 'learner: Double DQN 4-64-64-2, batch 64', calibration: 'peak', prepareAwaited: dqnUpdate },
  { name: 'learner: a round of PPO', calibration: 'peak', prepareAwaited: ppoRound },
];

function environmentStep(): () => void {
  const environments = createVectorEnvironment('CartPole-v1', { numEnvs: ACTOR_ENVS });
  environments.reset(environmentSeeds(0, 0, ACTOR_ENVS));
  const stream = RandomStream.derive(0, STREAM_ROLE.exploration, 0);
  const rows = Array.from({ length: 64 }, () =>
    createActions(environments.spec.actionSpace, ACTOR_ENVS).map(() => stream.nextInt(2)),
  );
  let row = 0;
  return () => {
    environments.step(rows[row]!);
    row = (row + 1) % rows.length;
  };
}

function acting(): () => void {
  const spec = actorCriticNetwork({
    observationSize: OBSERVATION_SIZE,
    policySize: 2,
    hidden: [64, 64],
    activation: 'relu',
    sharedTrunk: true,
    normalize: undefined,
    logStandardDeviation: false,
    value: false,
  });
  const network = createActingNetwork(loadKernelModule(), spec, ACTOR_ENVS);
  const streams = Array.from({ length: ACTOR_ENVS }, (_, i) =>
    RandomStream.derive(0, STREAM_ROLE.exploration, i),
  );
  const policy = createSampledPolicy(network, discrete(2), streams);
  for (const view of [policy.parameters, policy.observations]) fillWithWave(view);
  return () => policy.act(0);
}

function throughRing(): () => void {
  const feed = { numEnvs: ACTOR_ENVS, numSteps: NUM_STEPS, numBlocks: 4, blocksPerRound: 1 };
  const shape = feedShape(feed);
  const buffer = BlockRing.allocate(shape);
  const [producer, consumer] = [new BlockRing(buffer, shape), new BlockRing(buffer, shape)];
  const copy = copierToReplay(shape);
  return () => {
    fillAsActor(producer.tryAcquire()!, feed, 1);
    producer.publish();
    copy(consumer.tryPeek()!);
    consumer.release();
  };
}

function publishAndRead(): () => void {
  const buffer = WeightStore.allocate(1, NUM_PARAMETERS);
  const [writer, reader] = [new WeightWriter(buffer), new WeightReader(buffer, 0)];
  const [parameters, into] = [new Float32Array(NUM_PARAMETERS), new Float32Array(NUM_PARAMETERS)];
  let version = 0;
  return () => {
    writer.publish(parameters, version++);
    reader.readNewestInto(into);
  };
}

function insertion(): () => void {
  const table = filledTable(NUM_ENVS, NUM_STEPS);
  const unroll = exampleUnroll(NUM_ENVS, NUM_STEPS);
  return () => table.insert(unroll, 0, NUM_ENVS, NUM_STEPS);
}

function sampling(): () => void {
  const stream = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
  const table = filledTable(NUM_ENVS, NUM_STEPS);
  const sampler = new UniformSampler(table, stream, { nStep: 1, discount: 0.99 });
  const batch = {
    observationTm1: new Float32Array(BATCH * OBSERVATION_SIZE),
    actionTm1: new Int32Array(BATCH),
    rewardT: new Float32Array(BATCH),
    discountT: new Float32Array(BATCH),
    observationT: new Float32Array(BATCH * OBSERVATION_SIZE),
  };
  return () => sampler.sampleInto(batch);
}

function denseForward(): () => void {
  const { run, arena } = instantiateKernels(loadKernelModule(), 4 << 20);
  const width = 128;
  const [x, y] = [arena.float32(BATCH * width), arena.float32(BATCH * width)];
  const [weight, bias] = [arena.float32(width * width), arena.float32(width)];
  for (const { view } of [x, weight]) fillWithWave(view);
  const scratch = arena.float32(denseScratchLength(BATCH, width, width, true)).pointer;
  return () =>
    run.denseForward(x.pointer, weight.pointer, bias.pointer, y.pointer, BATCH, width, width, 1, scratch);
}

function dqnUpdate(): () => Promise<unknown> {
  const trainer = replayTrainer({ hidden: [64, 64], batchSize: BATCH, double: true });
  return () => trainer.update();
}

async function ppoRound(): Promise<() => Promise<unknown>> {
  return (await unrollLearning('ppo')).learnRound;
}

/** Values in [-0.1, 0.1], of which half are negative. */
function fillWithWave(view: Float32Array): void {
  for (let i = 0; i < view.length; i++) view[i] = 0.1 * Math.sin(1.7 * i);
}
