import { z } from 'zod';
import { count, seed, type DeepReadonly } from './fields.js';

/** What `steps: auto` means. */
export const DEFAULT_STEPS = 200_000;
/** What `steps: auto` means for actors that run free: a few seconds of a million steps each. */
export const DEFAULT_UNLIMITED_STEPS = 10_000_000;

/** What a run is, how long it lasts and where it is kept. */
export const runSchema = z.strictObject({
  seed: seed().default(0).describe('Everything random in the run follows from it.'),
  mode: z
    .enum(['sync', 'async'])
    .default('sync')
    .describe('sync: rounds, the same result every time; async: nobody waits, for throughput.'),
  // The weight store keeps three versions for certain: the newest, which learns, and two to lag behind it.
  lag: count(0, 2)
    .default(1)
    .describe(
      'Sync mode: rounds by which the weights that act are behind those that learn; 0: acting and learning take turns.',
    ),
  steps: z
    .union([count(1), z.literal('auto')])
    .default('auto')
    .describe(
      `Budget of environment steps; auto: ${DEFAULT_STEPS}, or ${DEFAULT_UNLIMITED_STEPS} when \`replay.samplesPerInsert\` is ` +
        'unlimited and steps cost next to nothing.',
    ),
  episodes: count(1).nullable().default(null).describe('Budget of episodes; null: none.'),
  out: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Directory of the run; null: `runs/<env>-<algo>-<seed>-<utc time>`.'),
  checkpointEverySteps: count(1)
    .nullable()
    .default(null)
    .describe('Environment steps between two checkpoints; null: once a minute by the clock.'),
  keepCheckpoints: count(1, 1_000_000)
    .default(3)
    .describe('Checkpoints kept besides the best; older ones are removed.'),
});

export type RunSectionConfig = DeepReadonly<z.infer<typeof runSchema>>;
