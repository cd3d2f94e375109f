import { z } from 'zod';
import { count, seed, type DeepReadonly } from './fields.js';

/** How the run knows that the task is solved. */
export const evaluationSchema = z.strictObject({
  criterion: z
    .enum(['greedy', 'training'])
    .default('greedy')
    .describe(
      'What is held against the target: greedy: episodes played for it, with `actions`; training: the latest episodes of the actors.',
    ),
  actions: z
    .enum(['greedy', 'sampled'])
    .default('greedy')
    .describe(
      'What is played in them: greedy: the likeliest action, or the mean of a box; sampled: draws from a stochastic policy, as in training.',
    ),
  targetReturn: z
    .union([z.number(), z.literal('threshold'), z.literal('none')])
    .nullable()
    .default('threshold')
    .describe(
      "Mean return that ends the run; threshold: the environment's own, if it has one; none or null: train for the whole budget.",
    ),
  episodes: count(1, 1_000_000).default(100).describe('Episodes the mean is taken over.'),
  seed: seed()
    .default(7)
    .describe(
      'Seed of the evaluation episodes, the same whatever `run.seed` is: every run sits the same exam.',
    ),
  everySteps: z
    .union([count(1), z.literal('auto')])
    .default('auto')
    .describe(
      'Environment steps between two greedy evaluations; auto: a two-hundredth of `run.steps`, rounded up to whole blocks of every environment.',
    ),
});

export type EvaluationConfig = DeepReadonly<z.infer<typeof evaluationSchema>>;
