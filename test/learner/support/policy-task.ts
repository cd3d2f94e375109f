import type { AlgorithmConfig, AlgorithmName } from '../../../src/learner/algorithms/config.js';
import { networksOf } from '../../../src/learner/algorithms/networks.js';
import type { BuiltTrainer } from '../../../src/learner/built-trainer.js';
import type { Engine } from '../../../src/learner/engines/engine.js';
import type { SimdEngine } from '../../../src/learner/engines/simd/simd-engine.js';
import { buildEpisodeTrainer } from '../../../src/learner/episodes/build-episode-trainer.js';
import { buildUnrollTrainer } from '../../../src/learner/unrolls/build-unroll-trainer.js';
import type { PolicyBatch } from '../../../src/learner/unrolls/policy-batch.js';
import type { LearnerTask, TrainerTask } from '../../../src/learner/learner-task.js';
import type { Trainer } from '../../../src/learner/trainer.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { settle } from '../../../src/runtime/config/settle.js';
import type { DeepPartial } from '../../../src/shared/config/deep-partial.js';
import type { RunConfig } from '../../../src/shared/config/run-config.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';
import { unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { allocateRunMemory } from '../../../src/shared/run-memory.js';
import { box, discrete, type Space } from '../../../src/shared/spaces.js';
import { LONGEST_EPISODE, POLICY_OBSERVATION_SIZE, policySteps, policyUnroll } from './policy-steps.js';

export const CHOICES = discrete(3);
export const PLANE = box([2], -1, 1);

const kernels = loadKernelModule();

/** Settings of a small run: what the test says over what most tests want. */
export type PolicySettings = DeepPartial<RunConfig<AlgorithmConfig>> & {
  readonly algorithm: { readonly name: AlgorithmName };
};

/** What the learner's thread is told of a small run. */
export function policyTask(settings: PolicySettings, actionSpace: Space = CHOICES): LearnerTask {
  const asked = resolveConfig({
    settings: {
      ...settings,
      env: { count: 4, ...settings.env },
      actors: { count: 2, blockLength: 8, ...settings.actors },
      algorithm: {
        ...{ hidden: [5], activation: 'tanh' },
        ...(settings.algorithm.name === 'dqn' ? {} : { initialisation: 'torch' }),
        ...settings.algorithm,
      },
      run: { steps: 400, ...settings.run },
    },
  });
  const config = settle(asked, { maxEpisodeSteps: LONGEST_EPISODE, returnThreshold: null }, 1);
  const observationSpace = box([POLICY_OBSERVATION_SIZE], -1, 1);
  const networks = networksOf(config.algorithm, observationSpace, actionSpace);
  const unroll = unrollFormat(POLICY_OBSERVATION_SIZE, actionSpace, { logProbability: true });
  return {
    config,
    observationSpace,
    actionSpace,
    networks,
    unroll,
    kernels,
    memory: allocateRunMemory(config, unroll, parameterLayout(networks.acting).numParameters),
    run: 'test',
    checkpointFolder: '/nowhere',
    manyhandsVersion: '0.1.0',
  };
}

/** As `buildTrainer` does, which waits for the module. */
async function build(task: TrainerTask): Promise<BuiltTrainer> {
  const { algorithm } = task.config;
  switch (algorithm.name) {
    case 'dqn':
      throw new TypeError('dqn has no policy');
    case 'reinforce':
    case 'actor-critic':
      return buildEpisodeTrainer(task, algorithm);
    case 'a2c':
    case 'impala':
    case 'ppo':
      return buildUnrollTrainer(task, algorithm);
  }
}

/** The engine that a policy has by default: it answers at once. */
export type PolicyEngine = Pick<SimdEngine<PolicyBatch, object, never>, keyof Engine<PolicyBatch>>;

/** A trainer as the run builds it, with hands to feed it; its engine is the one that it has by default unless `learner.engine` says another. */
export async function policyTrainer(
  settings: PolicySettings,
  actionSpace: Space = CHOICES,
  crew?: TrainerTask['crew'],
) {
  const task = { ...policyTask(settings, actionSpace), crew };
  const built = await build(task);
  const { trainer } = built;
  const initialParameters = (await built.engine.readParameters()).slice();
  return { task, trainer, engine: built.engine as PolicyEngine, initialParameters };
}

export type PolicyTrainer = Awaited<ReturnType<typeof policyTrainer>>;

/** Takes in a round of all environments, in blocks of so many of them. */
export function ingestRound(
  { trainer, task }: { readonly trainer: Trainer; readonly task: LearnerTask },
  round: number,
  deal: readonly number[] = [task.config.env.count],
): void {
  const numSteps = task.config.actors.blockLength;
  let firstEnv = 0;
  for (const numEnvs of deal) {
    const extent = { firstEnv, numEnvs, numSteps };
    const steps = policySteps(task.actionSpace, extent, round * numSteps);
    trainer.ingest(policyUnroll(task.actionSpace, steps), extent);
    firstEnv += numEnvs;
  }
}
