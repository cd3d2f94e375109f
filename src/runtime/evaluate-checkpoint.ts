import { environmentOptions } from '../actors/environment-options.js';
import { loadEnvironmentModule } from '../actors/envs/load-module.js';
import { environmentSpec } from '../actors/envs/registry.js';
import { evaluate } from '../actors/evaluate.js';
import { envSchema, type EnvConfig } from '../shared/config/env.js';
import { expected } from '../shared/errors.js';
import { loadKernelModule } from '../shared/kernels/load.js';
import { inputLength, outputLength, type NetworkSpec } from '../shared/network/spec.js';
import { spaceSize } from '../shared/spaces.js';
import { summarizeReturns } from './evaluation.js';
import { readPolicyCheckpoint } from './load-policy.js';

/** What `eval --json` prints. */
export interface CheckpointEvaluation {
  readonly checkpoint: string;
  readonly run: string;
  readonly algorithm: string;
  readonly environment: string;
  /** Environment steps the weights were trained for. */
  readonly envSteps: number;
  readonly policyVersion: number;
  readonly episodes: number;
  readonly seed: number;
  readonly meanReturn: number;
  readonly stdReturn: number;
  readonly minReturn: number;
  readonly weightsSha256: string;
}

/** Used where neither the caller nor the checkpoint says otherwise: the defaults of a run's own evaluations. */
const DEFAULT_EVALUATION = { episodes: 100, seed: 7 };

/**
 * Plays greedy episodes with a stored policy. The same episodes and seed as in training give the same return.
 *
 * @param path - a run directory (its best checkpoint), or a checkpoint
 * @throws ManyhandsError `ERR_CHECKPOINT_*` if there is none to be had at `path`, or its environment is not any more what
 *   it was trained on; `ERR_ENV_*` if its environment is not to be had
 */
export async function evaluateCheckpoint(
  path: string,
  asked: { readonly episodes?: number | undefined; readonly seed?: number | undefined } = {},
): Promise<CheckpointEvaluation> {
  const { directory, manifest, network, weights } = readPolicyCheckpoint(path);
  const parsed = envSchema.safeParse(manifest.environment.options);
  if (!parsed.success) {
    const got = parsed.error.issues[0]!.message;
    throw expected(
      'ERR_CHECKPOINT_CORRUPT',
      `${directory}: environment options`,
      'the settings of an environment',
      got,
    );
  }
  const env = parsed.data;
  if (env.module !== null) await loadEnvironmentModule(env.module);
  expectFit(directory, network, env);
  const episodes = asked.episodes ?? manifest.evaluation?.episodes ?? DEFAULT_EVALUATION.episodes;
  const seed = asked.seed ?? manifest.evaluation?.seed ?? DEFAULT_EVALUATION.seed;
  const { returns } = evaluate({
    env,
    network,
    kernels: loadKernelModule(),
    parameters: weights,
    episodes,
    seed,
  });
  const { policyVersion, envSteps } = manifest;
  return {
    checkpoint: directory,
    run: manifest.run,
    algorithm: manifest.algorithm,
    environment: manifest.environment.id,
    ...summarizeReturns(returns, { policyVersion, envSteps, seed }),
    weightsSha256: manifest.weightsSha256,
  };
}

/** A user's environment may have changed since the run. */
function expectFit(directory: string, network: NetworkSpec, env: EnvConfig): void {
  const describe = (numbers: number, actions: number): string => `${numbers} numbers and ${actions} actions`;
  const { observationSpace, actionSpace } = environmentSpec(env.id, environmentOptions(env));
  const wanted = describe(inputLength(network), outputLength(network));
  const got = describe(spaceSize(observationSpace), spaceSize(actionSpace));
  if (got === wanted) return;
  const environment = `an environment with observations of ${wanted}`;
  throw expected('ERR_CHECKPOINT_MISMATCH', directory, environment, `'${env.id}' with ${got}`);
}
