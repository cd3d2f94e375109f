import { z } from 'zod';
import { algorithmSchema } from '../../learner/algorithms/config.js';
import { actorsSchema } from '../../shared/config/actors.js';
import { envSchema } from '../../shared/config/env.js';
import { evaluationSchema } from '../../shared/config/evaluation.js';
import { learnerSchema } from '../../shared/config/learner.js';
import { metricsSchema } from '../../shared/config/metrics.js';
import { optimizerSchema } from '../../shared/config/optimizer.js';
import { replaySchema } from '../../shared/config/replay.js';
import { runSchema } from '../../shared/config/run.js';

/** Every setting there is. Parsing `{}` gives the defaults. */
export const configSchema = z.strictObject({
  env: envSchema.prefault({}).describe('Which environment, how many of it, and its options.'),
  actors: actorsSchema.prefault({}).describe('The threads that step environments.'),
  replay: replaySchema
    .prefault({ kind: 'uniform' })
    .describe('The table of past transitions and how often they are drawn from it.'),
  algorithm: algorithmSchema.prefault({ name: 'dqn' }).describe('What is learned.'),
  optimizer: optimizerSchema
    .prefault({ name: 'adam' })
    .describe('What turns a gradient into a change of the weights.'),
  learner: learnerSchema.prefault({}).describe('The thread that trains.'),
  evaluation: evaluationSchema.prefault({}).describe('How the run knows that the task is solved.'),
  metrics: metricsSchema.prefault({}).describe('What the run tells while it lasts.'),
  run: runSchema.prefault({}).describe('What a run is, how long it lasts and where it is kept.'),
});
