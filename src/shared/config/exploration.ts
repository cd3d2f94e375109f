import { z } from 'zod';
import { count, positive, within, type DeepReadonly } from './fields.js';

const probability = () => within(0, 1);

const linearSchema = z.strictObject({
  kind: z.literal('linear'),
  start: probability().default(1).describe('Epsilon of the first step.'),
  end: probability().default(0.04).describe('Epsilon from step `steps` on.'),
  steps: count(1).default(6_000).describe('Environment steps of the whole run from `start` to `end`.'),
});

const perEpisodeSchema = z.strictObject({
  kind: z.literal('per-episode'),
  start: probability().default(1).describe('Epsilon of the first episode of an environment.'),
  decay: positive(1).default(0.995).describe('Factor on epsilon after every episode of that environment.'),
  end: probability().default(0.01).describe('Epsilon never falls below this.'),
});

const apexSchema = z.strictObject({
  kind: z.literal('apex'),
  base: positive(1).default(0.4).describe('Environment i of N acts with base ^ (1 + alpha * i / (N - 1)).'),
  alpha: within(0, 100).default(7).describe('Spread of the epsilons over the environments.'),
});

const noneSchema = z.strictObject({ kind: z.literal('none') });

/**
 * How the probability of a random action changes; `none` for policies that are random by themselves.
 *
 * `apex`: Horgan et al., "Distributed Prioritized Experience Replay" (2018), arXiv:1803.00933.
 */
export const explorationSchema = z.discriminatedUnion('kind', [
  linearSchema,
  perEpisodeSchema,
  apexSchema,
  noneSchema,
]);

export type ExplorationConfig = DeepReadonly<z.infer<typeof explorationSchema>>;
export type EpsilonConfig = Exclude<ExplorationConfig, { readonly kind: 'none' }>;
