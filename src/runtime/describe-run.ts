import type { RunDescription } from '../dashboard/protocol.js';
import type { SettledConfig } from '../shared/config/run-config.js';

/** What of a config a description takes. */
export interface DescribedConfig {
  readonly env: RunDescription['env'];
  readonly algorithm: { readonly name: string };
  readonly learner: { readonly engine: string };
  readonly actors: Pick<SettledConfig['actors'], 'count'>;
  readonly evaluation: Pick<SettledConfig['evaluation'], 'actions' | 'targetReturn'>;
  readonly run: Pick<SettledConfig['run'], 'mode' | 'seed' | 'steps'>;
}

/** Describes a run by its config and what that does not say. */
export function describeRun(
  { env, algorithm, learner, actors, evaluation, run }: DescribedConfig,
  about: Pick<RunDescription, 'name' | 'version' | 'network' | 'startedAtMilliseconds'>,
): RunDescription {
  return {
    ...about,
    algorithm: algorithm.name,
    engine: learner.engine,
    mode: run.mode,
    seed: run.seed,
    actors: actors.count,
    env,
    actions: evaluation.actions,
    steps: run.steps,
    targetReturn: evaluation.targetReturn,
  };
}
