import { crewLearning } from './crew-learning.js';

/** Takes one round of steps in and learns from it, again and again. */
export interface UnrollLearning {
  readonly name: string;
  readonly batchSize: number;
  /** Transitions learned from in one call, every epoch counted. */
  readonly samples: number;
  readonly learnRound: () => Promise<unknown>;
}

/** The trainer of an algorithm with its default settings, one actor. */
export async function unrollLearning(algorithm: 'a2c' | 'impala' | 'ppo'): Promise<UnrollLearning> {
  const settings = { algorithm: { name: algorithm }, actors: { count: 1 }, run: { mode: 'sync' } } as const;
  const { config, samples, learn } = await crewLearning(settings, 1);
  const { batchSize } = config.learner;
  const round = config.env.count * config.actors.blockLength;
  const epochs = samples / round;
  return {
    name: `${algorithm.toUpperCase()}, round of ${round}, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} in batches of ${batchSize}`,
    batchSize,
    samples,
    learnRound: learn,
  };
}
