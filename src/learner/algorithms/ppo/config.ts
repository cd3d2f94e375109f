import { z } from 'zod';
import type { AlgorithmDefaults } from '../../../shared/config/algorithm-defaults.js';
import type { Conflict } from '../../../shared/config/conflict.js';
import { count, positive, type DeepReadonly } from '../../../shared/config/fields.js';
import type { RunConfig } from '../../../shared/config/run-config.js';
import * as fields from '../fields.js';
import { onPolicyConflicts, syncOnly } from '../on-policy-conflicts.js';

/** Settings of PPO; the README beside this file names the papers. */
export const ppoSchema = z.strictObject({
  name: z.literal('ppo'),
  discount: fields.discount(0.98),
  gaeLambda: fields.gaeLambda(0.8),
  epochs: count(1, 1000).default(4).describe('Times that every transition of a round is learned from.'),
  clipRange: positive(10).default(0.2).describe('The probability ratio is held within 1 plus or minus this.'),
  clipSchedule: z
    .enum(['constant', 'linear'])
    .default('constant')
    .describe('linear: `clipRange` falls to 0 over `run.steps`.'),
  valueClipRange: positive(1e12)
    .nullable()
    .default(null)
    .describe(
      'How far the value may move from that of the round, in units of return; null: as far as it likes.',
    ),
  valueCoefficient: fields.valueCoefficient(0.5),
  entropyCoefficient: fields.entropyCoefficient(0),
  normalizeAdvantages: fields.normalizeAdvantages(true),
  targetKl: positive(1e6)
    .nullable()
    .default(null)
    .describe(
      'A round learns no further once its policy is this far from the one that acted; null: never stops.',
    ),
  convolution: fields.convolution(),
  hidden: fields.hidden(),
  activation: fields.activation('relu'),
  sharedTrunk: fields.sharedTrunk(false),
  initialisation: fields.initialisation('orthogonal'),
  initialLogStandardDeviation: fields.initialLogStandardDeviation(),
  normalizeObservations: fields.normalizeObservations(),
  normalizeReturns: fields.normalizeReturns(),
});

export type PpoConfig = DeepReadonly<z.infer<typeof ppoSchema>>;

export const PPO_DEFAULTS: AlgorithmDefaults = {
  env: { count: 8 },
  actors: { blockLength: 64, exploration: { kind: 'none' } },
  replay: { kind: 'none' },
  optimizer: { name: 'adam', learningRate: 3e-3, epsilon: 1e-5, maxGradientNorm: 0.5 },
  run: { lag: 0 },
};

/** Settings under which a round could not be learned from. */
export function* ppoConflicts(config: RunConfig<PpoConfig>): Generator<Conflict> {
  yield* onPolicyConflicts(config);
  yield* syncOnly(config);
  const { env, actors, learner } = config;
  const round = env.count * actors.blockLength;
  if (learner.batchSize !== 'auto' && learner.batchSize > round) {
    const why = 'a minibatch is a part of a round: raise actors.blockLength or lower learner.batchSize';
    yield {
      path: 'learner.batchSize',
      wanted: `at most ${round} with {env.count} and {actors.blockLength}`,
      why,
    };
  }
}
