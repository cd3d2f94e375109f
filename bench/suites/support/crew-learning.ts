import { buildTrainer } from '../../../src/learner/build-trainer.js';
import { Crew } from '../../../src/learner/engines/simd/crew/crew.js';
import type { TrainerTask } from '../../../src/learner/learner-task.js';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { prepareRun } from '../../../src/runtime/prepare-run.js';
import { blockLayout, unrollColumns } from '../../../src/shared/memory/block-layout.js';
import { Block } from '../../../src/shared/memory/block.js';
import { fillUnroll } from './unroll-learning.js';

export type LearningSettings = NonNullable<ConfigLayers['settings']>;

/** A learner's thread, with helpers or without. */
export interface CrewLearning {
  /** Transitions learned from in one call. */
  readonly samples: number;
  readonly learn: () => void;
  readonly stop: () => Promise<void>;
}

/** The trainer that a run with these settings has, on `numThreads` threads: an update of a replay, or a whole round of unrolls. */
export async function crewLearning(settings: LearningSettings, numThreads: number): Promise<CrewLearning> {
  const prepared = await prepareRun(resolveConfig({ settings }));
  const { config, environment, unroll } = prepared;
  const crew = numThreads === 1 ? undefined : await Crew.start(numThreads);
  const task: TrainerTask = {
    ...prepared,
    observationSpace: environment.observationSpace,
    actionSpace: environment.actionSpace,
    run: 'bench',
    checkpointFolder: '',
    manyhandsVersion: '',
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
    return { samples: config.learner.batchSize, learn: () => trainer.update(), stop };
  }
  const epochs = config.algorithm.name === 'ppo' ? config.algorithm.epochs : 1;
  const learn = (): void => {
    trainer.ingest(columns, extent);
    while (trainer.updatesDue > 0) trainer.update();
  };
  return { samples: extent.numEnvs * extent.numSteps * epochs, learn, stop };
}
