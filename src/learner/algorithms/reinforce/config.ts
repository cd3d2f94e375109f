import { z } from 'zod';
import type { AlgorithmDefaults } from '../../../shared/config/algorithm-defaults.js';
import type { DeepReadonly } from '../../../shared/config/fields.js';
import * as fields from '../fields.js';

/** Settings of REINFORCE; the README beside this file names the paper. */
export const reinforceSchema = z.strictObject({
  name: z.literal('reinforce'),
  discount: fields.discount(),
  episodesPerUpdate: fields.episodesPerUpdate(),
  standardizeReturns: z
    .boolean()
    .default(true)
    .describe('The returns of each episode are shifted and scaled to mean 0 and deviation 1.'),
  entropyCoefficient: fields.entropyCoefficient(0),
  convolution: fields.convolution(),
  hidden: fields.hidden(),
  activation: fields.activation('relu'),
  initialisation: fields.initialisation('torch'),
  initialLogStandardDeviation: fields.initialLogStandardDeviation(),
  normalizeObservations: fields.normalizeObservations(),
});

export type ReinforceConfig = DeepReadonly<z.infer<typeof reinforceSchema>>;

export const REINFORCE_DEFAULTS: AlgorithmDefaults = {
  env: { count: 8 },
  actors: { blockLength: 32, exploration: { kind: 'none' } },
  replay: { kind: 'none' },
  optimizer: { name: 'adam', learningRate: 1e-3, maxGradientNorm: null },
  run: { lag: 0, steps: 1_000_000 },
};
