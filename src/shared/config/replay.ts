import { z } from 'zod';
import { count, positive, type DeepReadonly } from './fields.js';

/** What `samplesPerInsert: auto` means in sync mode: the published 128 updates of 64 per 256 steps. */
export const SYNC_SAMPLES_PER_INSERT = 32;

const uniformSchema = z.strictObject({
  kind: z.literal('uniform'),
  capacity: count(1, 1_000_000_000)
    .default(100_000)
    .describe('Transitions kept in the whole run; where observations are stacks of frames, frames.'),
  minSize: count(1, 1_000_000_000).default(1_000).describe('Transitions stored before the first update.'),
  samplesPerInsert: z
    .union([positive(1_000_000), z.literal('unlimited'), z.literal('auto')])
    .default('auto')
    .describe(
      `Transitions drawn for every one stored; auto: ${SYNC_SAMPLES_PER_INSERT} in sync mode, unlimited in async mode. ` +
        'Unlimited, actors and learner run at their own speed: async mode only.',
    ),
  errorBuffer: z
    .union([z.number().gt(0), z.literal('auto')])
    .nullable()
    .default('auto')
    .describe(
      'Async mode: samples by which the ratio drawn to stored may stray before one side waits. auto: one block of every ' +
        'environment and one batch, or a tenth of `minSize`, whichever is more; null: nobody waits (sync, or unlimited).',
    ),
});

const noneSchema = z.strictObject({ kind: z.literal('none') });

/**
 * The table of past transitions and how often they are drawn from it; `none` for algorithms that learn from every
 * unroll as it comes.
 */
export const replaySchema = z.discriminatedUnion('kind', [uniformSchema, noneSchema]);

export type ReplayConfig = DeepReadonly<z.infer<typeof replaySchema>>;
export type UniformReplayConfig = DeepReadonly<z.infer<typeof uniformSchema>>;
