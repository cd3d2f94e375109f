import type { EnvConfig } from '../shared/config/env.js';
import type { EnvironmentOptions } from './envs/environment.js';

/** What the `env` section says to the environment itself. */
export function environmentOptions({
  options,
  maxEpisodeSteps,
  terminalReward,
}: EnvConfig): EnvironmentOptions {
  return {
    ...options,
    ...(maxEpisodeSteps !== null && { maxEpisodeSteps }),
    ...(terminalReward !== null && { terminalReward }),
  };
}
