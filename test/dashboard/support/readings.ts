import type { Reading } from '../../../src/dashboard/protocol.js';
import { ACTOR_STATES, LEARNER_STATES } from '../../../src/shared/telemetry.js';

const zeros = <State extends string>(states: readonly State[]): Record<State, number> =>
  Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;

/** A reading in which nothing has happened, apart from what is given. */
export function readingOf(changes: Partial<Reading> = {}): Reading {
  return {
    ...{ timeSeconds: 0, envSteps: 0, episodes: 0, updates: 0, samples: 0, policyVersion: 0 },
    ...{
      returnMean: null,
      epsilon: null,
      learningRate: null,
      loss: null,
      gradientNorm: null,
      qValueMean: null,
    },
    ...{ tdErrorMean: null, policyLoss: null, valueLoss: null, entropy: null, klDivergence: null },
    ...{ clipRatio: null, explainedVariance: null, blocks: 0, policyLagSum: 0 },
    ...{ replaySize: null, replayCapacity: null, ringFill: null },
    actorSeconds: zeros(ACTOR_STATES),
    learnerSeconds: zeros(LEARNER_STATES),
    ...changes,
  };
}

/** Readings at these times. */
export const readingsAt = (times: readonly number[]): Reading[] =>
  times.map((timeSeconds) => readingOf({ timeSeconds }));
