import { z } from 'zod';
import type { AlgorithmDefaults } from '../../../shared/config/algorithm-defaults.js';
import type { DeepReadonly } from '../../../shared/config/fields.js';
import * as fields from '../fields.js';

/** Settings of the course notebook's Actor-Critic; the README beside this file says what it is. */
export const actorCriticSchema = z.strictObject({
  name: z.literal('actor-critic'),
  discount: fields.discount(),
  episodesPerUpdate: fields.episodesPerUpdate(),
  valueCoefficient: fields.valueCoefficient(1),
  entropyCoefficient: fields.entropyCoefficient(0),
  convolution: fields.convolution(),
  hidden: fields.hidden(),
  activation: fields.activation('relu'),
  sharedTrunk: fields.sharedTrunk(true),
  initialisation: fields.initialisation('torch'),
  initialLogStandardDeviation: fields.initialLogStandardDeviation(),
  normalizeObservations: fields.normalizeObservations(),
});

export type ActorCriticConfig = DeepReadonly<z.infer<typeof actorCriticSchema>>;

export const ACTOR_CRITIC_DEFAULTS: AlgorithmDefaults = {
  env: { count: 8 },
  actors: { blockLength: 32, exploration: { kind: 'none' } },
  replay: { kind: 'none' },
  optimizer: { name: 'adam', learningRate: 1e-3, maxGradientNorm: null },
  run: { lag: 0, steps: 1_000_000 },
};
