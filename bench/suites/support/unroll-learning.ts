import { buildTrainer } from '../../../src/learner/build-trainer.js';
import type { Unroll } from '../../../src/learner/trainer.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { prepareRun } from '../../../src/runtime/prepare-run.js';
import { blockLayout, unrollColumns } from '../../../src/shared/memory/block-layout.js';
import { Block } from '../../../src/shared/memory/block.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';

/** About what a half-trained CartPole policy lasts. */
const EPISODE_STEPS = 100;

/** Takes one round of steps in and learns from it, again and again. */
export interface UnrollLearning {
  readonly name: string;
  readonly batchSize: number;
  /** Transitions learned from in one call, every epoch counted. */
  readonly samples: number;
  readonly learnRound: () => void;
}

/** The trainer of an algorithm with its default settings, one actor. */
export async function unrollLearning(algorithm: 'a2c' | 'impala' | 'ppo'): Promise<UnrollLearning> {
  const settings = { algorithm: { name: algorithm }, actors: { count: 1 }, run: { mode: 'sync' } } as const;
  const prepared = await prepareRun(resolveConfig({ settings }));
  const { config, environment, unroll } = prepared;
  const { trainer } = await buildTrainer({
    ...prepared,
    observationSpace: environment.observationSpace,
    actionSpace: environment.actionSpace,
    run: 'bench',
    checkpointFolder: '',
    manyhandsVersion: '',
  });
  const extent = { firstEnv: 0, numEnvs: config.env.count, numSteps: config.actors.blockLength };
  const layout = blockLayout(unrollColumns(unroll), extent);
  const { columns } = new Block(new SharedArrayBuffer(layout.byteLength), 0, layout);
  fillUnroll(columns);
  const round = extent.numEnvs * extent.numSteps;
  const epochs = config.algorithm.name === 'ppo' ? config.algorithm.epochs : 1;
  return {
    name: `${algorithm.toUpperCase()}, round of ${round}, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} in batches of ${config.learner.batchSize}`,
    batchSize: config.learner.batchSize,
    samples: round * epochs,
    learnRound: () => {
      trainer.ingest(columns, extent);
      while (trainer.updatesDue > 0) trainer.update();
    },
  };
}

/** Steps as a half-trained policy makes them; what is learned from them does not matter. */
export function fillUnroll({
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
