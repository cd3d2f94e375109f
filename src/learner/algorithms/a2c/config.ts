import { z } from 'zod';
import type { AlgorithmDefaults } from '../../../shared/config/algorithm-defaults.js';
import type { Conflict } from '../../../shared/config/conflict.js';
import type { DeepReadonly } from '../../../shared/config/fields.js';
import type { RunConfig } from '../../../shared/config/run-config.js';
import * as fields from '../fields.js';
import { onPolicyConflicts, syncOnly, wholeRounds } from '../on-policy-conflicts.js';

/** Settings of A2C; the README beside this file names the papers. */
export const a2cSchema = z.strictObject({
  name: z.literal('a2c'),
  discount: fields.discount(),
  gaeLambda: fields.gaeLambda(1),
  valueCoefficient: fields.valueCoefficient(0.5),
  entropyCoefficient: fields.entropyCoefficient(0),
  normalizeAdvantages: fields.normalizeAdvantages(false),
  convolution: fields.convolution(),
  hidden: fields.hidden(),
  activation: fields.activation('relu'),
  sharedTrunk: fields.sharedTrunk(false),
  initialisation: fields.initialisation('orthogonal'),
  initialLogStandardDeviation: fields.initialLogStandardDeviation(),
  normalizeObservations: fields.normalizeObservations(),
  normalizeReturns: fields.normalizeReturns(),
});

export type A2cConfig = DeepReadonly<z.infer<typeof a2cSchema>>;

export const A2C_DEFAULTS: AlgorithmDefaults = {
  env: { count: 8 },
  actors: { blockLength: 8, exploration: { kind: 'none' } },
  replay: { kind: 'none' },
  optimizer: { name: 'rmsprop', learningRate: 2e-3, epsilon: 1e-5, maxGradientNorm: 0.5 },
  run: { lag: 0, steps: 500_000 },
};

/** Settings under which a round could not be learned from. */
export function* a2cConflicts(config: RunConfig<A2cConfig>): Generator<Conflict> {
  yield* onPolicyConflicts(config);
  yield* syncOnly(config);
  yield* wholeRounds(config);
}
