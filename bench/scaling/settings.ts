import type { AlgorithmConfig } from '../../src/learner/algorithms/config.js';
import { setLayer } from '../../src/runtime/config/text-layers.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import type { DeepPartial } from '../../src/shared/config/deep-partial.js';
import type { RunConfig } from '../../src/shared/config/run-config.js';
import { expected } from '../../src/shared/errors.js';
import type { Configuration } from './configuration.js';

type Config = RunConfig<AlgorithmConfig>;

/** More than any run of a sweep makes. */
const ENDLESS = 1e12;

/** What a sweep chooses by itself, and the flag that tells it what to. */
const CHOSEN: Readonly<Record<string, string>> = {
  'algorithm.name': 'use --algo',
  'env.count': 'use --envs',
  'actors.count': 'use --actors',
  'actors.blockLength': 'use --block-length',
  'run.mode': 'use --mode',
  'run.lag': 'use --lag',
  'run.steps': 'a run lasts as long as it is measured',
  'run.episodes': 'a run lasts as long as it is measured',
  'run.out': 'the runs of a sweep leave nothing',
  evaluation: 'the runs of a sweep have no target',
  'metrics.port': 'the runs of a sweep serve no page',
};

/**
 * Refuses what the sweep would override, or be overridden by.
 *
 * @param set - `path=value` each
 * @throws ManyhandsError `ERR_USAGE` for a setting that the sweep chooses
 */
export function expectFreeSettings(set: readonly string[]): void {
  for (const expression of set) {
    const path = expression.split('=', 1)[0]!.trim();
    const chosen = Object.keys(CHOSEN).find(
      (name) => name === path || name.startsWith(`${path}.`) || path.startsWith(`${name}.`),
    );
    if (chosen === undefined) continue;
    throw expected(
      'ERR_USAGE',
      'flag --set',
      'a setting that the sweep leaves alone',
      `${path}; ${CHOSEN[chosen]!}`,
    );
  }
}

/**
 * The config of one configuration's runs.
 *
 * @param set - `path=value` each, for all configurations
 * @param out - directory of the run
 * @throws ManyhandsError `ERR_CONFIG` if the algorithm cannot be run so
 */
export function configOf(configuration: Configuration, set: readonly string[], out?: string): Config {
  const { algorithm } = configuration;
  const settings: DeepPartial<Config> = {
    ...shapeOf(configuration),
    // Where nobody learns, nobody explores: the policy acts, as it does for nearly all of a long run.
    ...(algorithm === 'none' && {
      actors: { ...shapeOf(configuration).actors, exploration: { kind: 'linear', steps: 1 } },
    }),
    evaluation: { targetReturn: 'none', episodes: 1 },
    metrics: { port: 'off' },
    run: { ...shapeOf(configuration).run, steps: ENDLESS, ...(out !== undefined && { out }) },
  };
  return resolveConfig({ settings, set });
}

/** What a configuration says of a config. */
export function shapeOf({ algorithm, mode, lag, actors, envsPerActor, blockLength }: Configuration) {
  return {
    ...(algorithm !== 'none' && { algorithm: { name: algorithm } }),
    env: { count: actors * envsPerActor },
    actors: { count: actors, blockLength },
    run: { mode, ...(lag !== null && { lag }) },
  } satisfies DeepPartial<Config>;
}

/** What `path=value` expressions that were accepted say, path by path. */
export function settingsIn(
  set: readonly string[],
): readonly { readonly path: readonly string[]; readonly value: unknown }[] {
  return setLayer(set).assignments;
}
