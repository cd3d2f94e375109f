import { z } from 'zod';
import type { AlgorithmDefaults } from '../../shared/config/algorithm-defaults.js';
import type { Conflict } from '../../shared/config/conflict.js';
import type { RunConfig } from '../../shared/config/run-config.js';
import { A2C_DEFAULTS, a2cConflicts, a2cSchema, type A2cConfig } from './a2c/config.js';
import { ACTOR_CRITIC_DEFAULTS, actorCriticSchema, type ActorCriticConfig } from './actor-critic/config.js';
import { dqnConflicts, dqnSchema, type DqnConfig } from './dqn/config.js';
import { IMPALA_DEFAULTS, impalaConflicts, impalaSchema, type ImpalaConfig } from './impala/config.js';
import { onPolicyConflicts, syncOnly } from './on-policy-conflicts.js';
import { PPO_DEFAULTS, ppoConflicts, ppoSchema, type PpoConfig } from './ppo/config.js';
import { REINFORCE_DEFAULTS, reinforceSchema, type ReinforceConfig } from './reinforce/config.js';

/** The settings of any algorithm there is; `name` tells which. */
export type AlgorithmConfig =
  DqnConfig | ReinforceConfig | ActorCriticConfig | A2cConfig | ImpalaConfig | PpoConfig;

export type AlgorithmName = AlgorithmConfig['name'];

export const algorithmSchema = z.discriminatedUnion('name', [
  dqnSchema,
  reinforceSchema,
  actorCriticSchema,
  a2cSchema,
  impalaSchema,
  ppoSchema,
]);

/** Settings of other sections that each algorithm begins with. */
export const ALGORITHM_DEFAULTS: Readonly<Record<AlgorithmName, AlgorithmDefaults>> = {
  dqn: {},
  reinforce: REINFORCE_DEFAULTS,
  'actor-critic': ACTOR_CRITIC_DEFAULTS,
  a2c: A2C_DEFAULTS,
  impala: IMPALA_DEFAULTS,
  ppo: PPO_DEFAULTS,
};

/** Settings that are fine one by one and impossible with the run's algorithm. */
export function* algorithmConflicts(config: RunConfig<AlgorithmConfig>): Generator<Conflict> {
  const { algorithm } = config;
  switch (algorithm.name) {
    case 'dqn':
      yield* dqnConflicts({ ...config, algorithm });
      break;
    case 'reinforce':
    case 'actor-critic':
      yield* onPolicyConflicts(config);
      yield* syncOnly(config);
      break;
    case 'a2c':
      yield* a2cConflicts({ ...config, algorithm });
      break;
    case 'impala':
      yield* impalaConflicts({ ...config, algorithm });
      break;
    case 'ppo':
      yield* ppoConflicts({ ...config, algorithm });
      break;
  }
}
