import type { EpsilonConfig } from '../../shared/config/exploration.js';

/** Which environments of the run a schedule is for. */
export interface EnvironmentRange {
  /** Number of the first one, in the whole run. */
  readonly firstEnv: number;
  readonly numEnvs: number;
  /** Environments of the whole run. */
  readonly totalEnvs: number;
}

/**
 * Probability of a random action, per environment.
 *
 * It is a function of an environment's number and its own past, never of how environments are dealt out to
 * actors or of the clock.
 */
export interface EpsilonSchedule {
  /** Shape `[numEnvs]`, each in `[0, 1]`. */
  readonly epsilons: Float64Array;
  /** Call before each vector step with the number of steps that every environment has made. */
  advanceTo(stepsPerEnv: number): void;
  /** Call when environment `index` of the range has ended an episode. */
  endEpisode(index: number): void;
}

/** @param episodesBefore - episodes each environment has behind it, for an actor that takes over from another */
export function createEpsilonSchedule(
  config: EpsilonConfig,
  { firstEnv, numEnvs, totalEnvs }: EnvironmentRange,
  episodesBefore = 0,
): EpsilonSchedule {
  const epsilons = new Float64Array(numEnvs);
  const constant = { epsilons, advanceTo: () => undefined, endEpisode: () => undefined };

  switch (config.kind) {
    case 'linear':
      return {
        ...constant,
        advanceTo(stepsPerEnv) {
          const progress = Math.min(1, (stepsPerEnv * totalEnvs) / config.steps);
          epsilons.fill(config.start + progress * (config.end - config.start));
        },
      };

    case 'per-episode':
      epsilons.fill(Math.max(config.end, config.start * config.decay ** episodesBefore));
      return {
        ...constant,
        endEpisode(index) {
          epsilons[index] = Math.max(config.end, epsilons[index]! * config.decay);
        },
      };

    case 'apex':
      // Horgan et al., "Distributed Prioritized Experience Replay" (2018), arXiv:1803.00933:
      // epsilon_i = base ^ (1 + alpha * i / (N - 1)), one environment standing for one of their actors.
      for (let i = 0; i < numEnvs; i++) {
        const position = totalEnvs === 1 ? 0 : (firstEnv + i) / (totalEnvs - 1);
        epsilons[i] = config.base ** (1 + config.alpha * position);
      }
      return constant;
  }
}
