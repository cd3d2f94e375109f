import { z } from 'zod';
import { explorationSchema } from './exploration.js';
import { count, positive, powerOfTwo, within, type DeepReadonly } from './fields.js';

const restartsSchema = z.strictObject({
  budget: count(0, 1_000_000)
    .default(5)
    .describe('Restarts of actors in the whole run; one more crash ends it.'),
  backoffSeconds: within(0, 3600)
    .default(0.1)
    .describe('Pause before the first restart; it doubles every time.'),
  maxBackoffSeconds: within(0, 3600).default(5).describe('Longest pause before a restart.'),
});

/** The threads that step environments. */
export const actorsSchema = z.strictObject({
  count: z
    .union([count(1, 1024), z.literal('auto')])
    .default('auto')
    .describe(
      'Actor threads; auto: the cores that `learner.threads` leaves, at least one and never more than environments.',
    ),
  blockLength: count(1, 65_536)
    .default(32)
    .describe('Steps per environment in a block that goes to the learner.'),
  ringBlocks: powerOfTwo(2, 1024).default(4).describe('Blocks that fit between an actor and the learner.'),
  heartbeatTimeoutSeconds: positive(86_400)
    .default(10)
    .describe('An actor that shows no sign of life for this long is taken to hang.'),
  restarts: restartsSchema.prefault({}).describe('What happens after an actor crashes or hangs.'),
  exploration: explorationSchema
    .prefault({ kind: 'linear' })
    .describe('Probability of a random action (epsilon), environment by environment.'),
});

export type ActorsConfig = DeepReadonly<z.infer<typeof actorsSchema>>;
