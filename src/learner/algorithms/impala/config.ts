import { z } from 'zod';
import type { AlgorithmDefaults } from '../../../shared/config/algorithm-defaults.js';
import type { Conflict } from '../../../shared/config/conflict.js';
import { within, type DeepReadonly } from '../../../shared/config/fields.js';
import type { RunConfig } from '../../../shared/config/run-config.js';
import { MAX_BATCH } from '../../../shared/network/batch.js';
import * as fields from '../fields.js';
import { onPolicyConflicts, wholeRounds } from '../on-policy-conflicts.js';

/** Settings of IMPALA; the README beside this file names the papers. */
export const impalaSchema = z.strictObject({
  name: z.literal('impala'),
  discount: fields.discount(),
  rhoClip: fields.ratioClip(
    'Importance weight of a TD error is at most this; it decides what value is learned.',
  ),
  cClip: fields.ratioClip(
    'Importance weight in the trace is at most this; it decides how fast value is learned.',
  ),
  lambda: within(0, 1).default(1).describe('Decay of the trace: 1 looks to the end of the unroll.'),
  valueCoefficient: fields.valueCoefficient(0.5),
  entropyCoefficient: fields.entropyCoefficient(0.01),
  convolution: fields.convolution(),
  hidden: fields.hidden(),
  activation: fields.activation('relu'),
  sharedTrunk: fields.sharedTrunk(false),
  initialisation: fields.initialisation('orthogonal'),
  initialLogStandardDeviation: fields.initialLogStandardDeviation(),
  normalizeObservations: fields.normalizeObservations(),
  normalizeReturns: fields.normalizeReturns(),
});

export type ImpalaConfig = DeepReadonly<z.infer<typeof impalaSchema>>;

export const IMPALA_DEFAULTS: AlgorithmDefaults = {
  env: { count: 16 },
  // Blocks that wait are learned from late: two are enough for neither side to wait for the other.
  actors: { blockLength: 16, ringBlocks: 2, exploration: { kind: 'none' } },
  replay: { kind: 'none' },
  optimizer: { name: 'rmsprop', learningRate: 2e-3, epsilon: 1e-5, maxGradientNorm: 0.5 },
  learner: { publishInterval: 1 },
  run: { mode: 'async', steps: 500_000 },
};

/** Settings under which unrolls could not be learned from. */
export function* impalaConflicts(config: RunConfig<ImpalaConfig>): Generator<Conflict> {
  yield* onPolicyConflicts(config);
  yield* wholeRounds(config);
  const { algorithm, run } = config;
  if (algorithm.cClip > algorithm.rhoClip) {
    const why =
      'the trace must not outweigh its errors, or values need not settle (Espeholt et al. 2018, section 4.1)';
    yield { path: 'algorithm.cClip', wanted: 'at most {algorithm.rhoClip}', why };
  }
  if (run.mode === 'async') yield* asyncBatchConflicts(config);
}

/** A batch is complete with the block that fills it up, and all of it is held where the actors wrote it. */
function* asyncBatchConflicts({ env, actors, learner, run }: RunConfig<ImpalaConfig>): Generator<Conflict> {
  const round = env.count * actors.blockLength;
  const batchSize = learner.batchSize === 'auto' ? round : learner.batchSize;
  const path = learner.batchSize === 'auto' ? 'actors.blockLength' : 'learner.batchSize';
  const capacity = round * actors.ringBlocks;
  if (batchSize > capacity) {
    const why = 'a batch is learned from where the actors wrote it, and no more than that fits there';
    const wanted = `at most ${capacity} with {env.count}, {actors.blockLength} and {actors.ringBlocks}`;
    yield { path, wanted, why };
  }
  if (run.steps !== 'auto' && run.steps < batchSize) {
    const why = 'no batch would be complete before the run is over';
    yield { path: 'run.steps', wanted: `at least ${batchSize} with {learner.batchSize}`, why };
  }
  // One actor has the largest blocks: settings that are right on one machine are right on all.
  const numActors = actors.count === 'auto' ? 1 : actors.count;
  const block = Math.ceil(env.count / numActors) * actors.blockLength;
  if (batchSize + block - 1 > MAX_BATCH) {
    const why = 'the block that completes a batch belongs to it: lower any of them';
    const wanted = `few enough for a batch and a block of ${MAX_BATCH} steps together with {env.count} and {actors.count}`;
    yield { path, wanted, why };
  }
}
