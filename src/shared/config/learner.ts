import { z } from 'zod';
import { count, type DeepReadonly } from './fields.js';

/** The thread that trains. */
export const learnerSchema = z.strictObject({
  engine: z.enum(['simd']).default('simd').describe('What computes forward and backward passes.'),
  batchSize: count(1, 65_536).default(64).describe('Transitions per update.'),
  publishInterval: count(1, 1_000_000)
    .default(8)
    .describe(
      'Updates between two publications of the weights, in async mode; sync mode publishes every round.',
    ),
});

export type LearnerConfig = DeepReadonly<z.infer<typeof learnerSchema>>;
