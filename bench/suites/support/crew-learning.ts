import { buildTrainer } from '../../../src/learner/build-trainer.js';
import { Crew } from '../../../src/learner/engines/simd/crew/crew.js';
import type { TrainerTask } from '../../../src/learner/learner-task.js';
import type { Unroll } from '../../../src/learner/trainer.js';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { prepareRun, type PreparedRun } from '../../../src/runtime/prepare-run.js';
import { blockLayout, unrollColumns } from '../../../src/shared/memory/block-layout.js';
import { Block } from '../../../src/shared/memory/block.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';

/** About what a half-trained CartPole policy lasts. */
const EPISODE_STEPS = 100;

export type LearningSettings = NonNullable<ConfigLayers['settings']>;

/** A learner's thread, with helpers or without. */
export interface CrewLearning {
  readonly config: PreparedRun['config'];
  /** Transitions learned from in one call, every epoch counted. */
  readonly samples: number;
  readonly learn: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** The trainer that a run with these settings has, on `numThreads` threads: an update of a replay, or a whole round of unrolls. */
export async function crewLearning(settings: LearningSettings, numThreads: number): Promise<CrewLearning> {
  const prepared = await prepareRun(resolveConfig({ settings }));
  const { config, environment, unroll } = prepared;
  const crew = numThreads === 1 ? undefined : await Crew.start(numThreads);
  const task: TrainerTask = {
    ...prepared,
    actionSpace: environment.actionSpace,
    crew,
  };
  const { trainer } = await buildTrainer(task);
  const extent = { firstEnv: 0, numEnvs: config.env.count, numSteps: config.actors.blockLength };
  const layout = blockLayout(unrollColumns(unroll), extent);
  const { columns } = new Block(new SharedArrayBuffer(layout.byteLength), 0, layout);
  fillUnroll(columns);
  const stop = async (): Promise<void> => crew?.stop();

  if (config.replay.kind !== 'none') {
    while (trainer.stored.size < config.replay.minSize) trainer.ingest(columns, extent);
    return { config, samples: config.learner.batchSize, learn: () => trainer.update(), stop };
  }
  const epochs = config.algorithm.name === 'ppo' ? config.algorithm.epochs : 1;
  const learn = async (): Promise<void> => {
    trainer.ingest(columns, extent);
    while (trainer.updatesDue > 0) await trainer.update();
  };
  return { config, samples: extent.numEnvs * extent.numSteps * epochs, learn, stop };
}

/** Steps as a half-trained policy makes them; what is learned from them does not matter. */
function fillUnroll({
  observation,
  nextObservation,
  action,
  reward,
  terminated,
  logProbability,
}: Unroll): void {
  const random = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
  for (let i = 0; i < observation.length; i++) observation[i] = random.nextFloat() - 0.5;
  nextObservation.set(observation);
  for (let row = 0; row < reward.length; row++) {
    action[row] = random.nextInt(2);
    reward[row] = 1;
    terminated[row] = row % EPISODE_STEPS === 0 ? 1 : 0;
  }
  logProbability?.fill(Math.log(0.5));
}
