import { environmentOptions } from '../actors/environment-options.js';
import { loadEnvironmentModule } from '../actors/envs/load-module.js';
import { environmentSpec } from '../actors/envs/registry.js';
import { evaluate } from '../actors/evaluate.js';
import { POLICY } from '../actors/policies/create-policy.js';
import { envSchema, type EnvConfig } from '../shared/config/env.js';
import type { EvaluationConfig } from '../shared/config/evaluation.js';
import { expected } from '../shared/errors.js';
import { loadKernelModule } from '../shared/kernels/load.js';
import { inputLength, outputsOf } from '../shared/network/spec.js';
import { spaceSize, type Space } from '../shared/spaces.js';
import { summarizeReturns } from './evaluation.js';
import { actingPolicy, readPolicyCheckpoint, type PolicyCheckpoint } from './read-policy-checkpoint.js';

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
  /** Whether the policy's mode was played, or draws from it. */
  readonly actions: EvaluationConfig['actions'];
  readonly meanReturn: number;
  readonly stdReturn: number;
  readonly minReturn: number;
  readonly weightsSha256: string;
}

/** What a caller wants to be different from the checkpoint's own evaluation. */
export interface AskedEvaluation {
  readonly episodes?: number | undefined;
  readonly seed?: number | undefined;
  /** Greedy ones unless given. */
  readonly actions?: EvaluationConfig['actions'] | undefined;
}

/** Used where neither the caller nor the checkpoint says otherwise: the defaults of a run's own evaluations. */
const DEFAULT_EVALUATION = { episodes: 100, seed: 7, actions: 'greedy' } as const;

/**
 * Plays episodes with a stored policy: unless asked otherwise those that its run was evaluated with, which give the same
 * return again.
 *
 * @param path - a run directory (its best checkpoint), or a checkpoint
 * @throws ManyhandsError `ERR_CHECKPOINT_*` if there is none to be had at `path`, or its environment is not any more what
 *   it was trained on; `ERR_ENV_*` if its environment is not to be had; `ERR_USAGE` if it has no distribution to draw from
 */
export async function evaluateCheckpoint(
  path: string,
  asked: AskedEvaluation = {},
): Promise<CheckpointEvaluation> {
  const checkpoint = readPolicyCheckpoint(path);
  const { directory, manifest } = checkpoint;
  const actions = asked.actions ?? manifest.evaluation?.actions ?? DEFAULT_EVALUATION.actions;
  if (actions === 'sampled') expectDistribution(checkpoint);
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
  expectFit(checkpoint, env);
  const episodes = asked.episodes ?? manifest.evaluation?.episodes ?? DEFAULT_EVALUATION.episodes;
  const seed = asked.seed ?? manifest.evaluation?.seed ?? DEFAULT_EVALUATION.seed;
  const { network, parameters } = actingPolicy(checkpoint);
  const { returns } = evaluate({
    env,
    network,
    kernels: loadKernelModule(),
    parameters,
    episodes,
    seed,
    actions,
  });
  const { policyVersion, envSteps } = manifest;
  return {
    checkpoint: directory,
    run: manifest.run,
    algorithm: manifest.algorithm,
    environment: manifest.environment.id,
    ...summarizeReturns(returns, { policyVersion, envSteps, seed, actions }),
    weightsSha256: manifest.weightsSha256,
  };
}

function expectDistribution({ network, manifest }: PolicyCheckpoint): void {
  if (outputsOf(network)[0]!.name === POLICY) return;
  const got = `the action values of '${manifest.algorithm}'`;
  throw expected('ERR_USAGE', 'sampled actions', 'a stochastic policy to draw them from', got);
}

/** A user's environment may have changed since the run. */
function expectFit({ directory, network, actionSpace }: PolicyCheckpoint, env: EnvConfig): void {
  const environment = environmentSpec(env.id, environmentOptions(env));
  const wanted = describe(inputLength(network), actionSpace);
  const got = describe(spaceSize(environment.observationSpace), environment.actionSpace);
  if (got === wanted) return;
  const trainedOn = `an environment with observations of ${wanted}`;
  throw expected('ERR_CHECKPOINT_MISMATCH', directory, trainedOn, `'${env.id}' with ${got}`);
}

function describe(numbers: number, actions: Space): string {
  const size = spaceSize(actions);
  return `${numbers} numbers and ${actions.kind === 'discrete' ? `${size} actions` : `actions of ${size} numbers`}`;
}
