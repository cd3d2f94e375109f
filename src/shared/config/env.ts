import { z } from 'zod';
import { count, withWords, type DeepReadonly } from './fields.js';

/** Which environment, how many of it, and its options. */
export const envSchema = z.strictObject({
  id: z.string().min(1).default('CartPole-v1').describe('Registered name of the environment.'),
  module: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Path of a JavaScript module that registers the environment; every actor thread loads it.'),
  count: count(1, 65_536).default(8).describe('Environments in the whole run, dealt out to the actors.'),
  maxEpisodeSteps: count(1)
    .nullable()
    .default(null)
    .describe("Steps after which an episode is truncated; null: the environment's own limit."),
  terminalReward: z
    .number()
    .nullable()
    .default(null)
    .describe(
      'Reward of a step that ends the task, in place of the one the environment gives; null: as given.',
    ),
  options: z
    .record(z.string(), withWords(z.json(), 'a JSON value'))
    .prefault({})
    .describe('Passed to the environment as they are.'),
});

export type EnvConfig = DeepReadonly<z.infer<typeof envSchema>>;
