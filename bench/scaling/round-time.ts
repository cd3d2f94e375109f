/** How long an actor works for a block, and the learner for a block of every actor. */
import type { Configuration } from './configuration.js';
import type { MachineCosts, ModelInput } from './model-input.js';

/** Nanoseconds of an actor's block by what they go into, and `a`, their sum. */
export interface BlockTime {
  readonly parts: Readonly<Record<'policy' | 'environment' | 'unrolls' | 'synchronisation', number>>;
  readonly total: number;
}

/**
 * ```text
 *   a = E T (p + e + w) + T v + b + y  [ + k ]
 * ```
 *
 * @param wakes - whether its blocks find the learner asleep
 */
export function blockTime(
  { configuration, actor, learner }: Pick<ModelInput, 'configuration' | 'actor' | 'learner'>,
  wakes?: MachineCosts,
): BlockTime {
  const { envsPerActor, blockLength, mode } = configuration;
  const steps = envsPerActor * blockLength;
  // An idle learner publishes once a round, or nothing at all.
  const newWeights = mode === 'sync' || learner !== null ? actor.weightsNs : 0;
  const perBlock = actor.blockNs + newWeights + (wakes?.wakeNs ?? 0);
  const parts = {
    policy: steps * actor.policyNs,
    environment: steps * actor.environmentNs,
    unrolls: steps * actor.unrollNs,
    synchronisation: blockLength * actor.vectorStepNs + perBlock,
  };
  return { parts, total: parts.policy + parts.environment + parts.unrolls + parts.synchronisation };
}

/**
 * ```text
 *   L = A q + A E T m (u + g / P)      async
 *   L = A q + A E T m u + g            sync
 * ```
 *
 * @returns nanoseconds that the learner works for a round
 */
export function learnerTime({ configuration, learner }: ModelInput): number {
  if (learner === null) return 0;
  const updates = stepsPerRound(configuration) * (learner.updatesPerStep ?? 0);
  const { takeInNs, updateNs, publishNs, publishInterval } = learner;
  const publications = configuration.mode === 'sync' ? 1 : updates / publishInterval;
  return configuration.actors * takeInNs + updates * updateNs + publications * publishNs;
}

/** Env steps in a block of every actor. */
export function stepsPerRound({ actors, envsPerActor, blockLength }: Configuration): number {
  return actors * envsPerActor * blockLength;
}
