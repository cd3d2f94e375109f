import { prepareRun } from '../runtime/prepare-run.js';
import { resolveConfig, type ConfigLayers } from '../runtime/config/resolve.js';
import type { SettledConfig } from '../shared/config/run-config.js';
import { expected, ManyhandsError, messageOf } from '../shared/errors.js';
import { checkSettings, type Contestant } from './contestants.js';

/** Settings that all contestants are given, as text, as `manyhands train` takes them. */
export interface CommonSettings {
  /** `path=value`; a contestant's own are stronger. */
  readonly set: readonly string[];
  readonly steps?: string;
  readonly targetReturn?: string;
  readonly evalEpisodes?: string;
}

/** A contestant in one environment. */
export interface Entry {
  readonly contestant: Contestant;
  readonly environment: string;
  /** What the finish line is; null where runs train for their whole budget. */
  readonly target: {
    readonly meanReturn: number;
    readonly criterion: 'greedy' | 'training';
    readonly episodes: number;
  } | null;
  readonly budgetEnvSteps: number;
}

/** A contestant nobody asked for by name that cannot play. */
export interface LeftOut {
  readonly contestant: string;
  readonly environment: string;
  readonly reason: string;
}

/** Where contestants and environments meet. */
export interface Entries {
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Checks every contestant in every environment, as far as that goes without training: hours of runs are not for
 * finding a typo.
 *
 * @param environments - ids; none: the one that all contestants name in their own settings
 * @param isOptional - leave out a contestant that does not fit an environment, rather than fail; one must be left
 * @throws ManyhandsError `ERR_CONFIG` or `ERR_ENV_*` for a wrong setting or an unknown environment, `ERR_USAGE` for
 *   one environment twice, or contestants that name several
 */
export async function enter(
  contestants: readonly Contestant[],
  environments: readonly string[],
  common: CommonSettings,
  isOptional: boolean,
): Promise<Entries> {
  checkSettings('flag --set', common.set);
  const twice = environments.find((id, i) => environments.indexOf(id) !== i);
  if (twice !== undefined) throw expected('ERR_USAGE', 'flag --env', 'each only once', `'${twice}' twice`);

  const entries: Entry[] = [];
  const leftOut: LeftOut[] = [];
  for (const environment of environments.length > 0 ? environments : [ownEnvironment(contestants)]) {
    const refusals: unknown[] = [];
    for (const contestant of contestants) {
      try {
        entries.push(await enterOne(contestant, environment, common));
      } catch (error) {
        if (!isOptional || !isRefusal(error)) throw error;
        refusals.push(error);
        leftOut.push({ contestant: contestant.label, environment, reason: messageOf(error) });
      }
    }
    // What every algorithm refuses is a mistake in the settings.
    if (refusals.length === contestants.length) throw refusals[0];
  }
  return { entries, leftOut };
}

/** What `manyhands train` is told for one run, after the word `train`. */
export function trainArguments(
  { base, set }: Contestant,
  environment: string,
  common: CommonSettings,
  { seed, directory }: { readonly seed: number; readonly directory: string },
): string[] {
  return [
    ...['--json', '--quiet', '--env', environment, '--seed', String(seed), '--out', directory],
    ...(base.kind === 'preset' ? ['--preset', base.name] : ['--algo', base.name]),
    // Servers of runs at the same time would want one port, and nobody watches.
    ...['--metrics-port', 'off'],
    ...option('--steps', common.steps),
    ...option('--target-return', common.targetReturn),
    ...option('--eval-episodes', common.evalEpisodes),
    ...[...common.set, ...set].flatMap((expression) => ['--set', expression]),
  ];
}

async function enterOne(contestant: Contestant, environment: string, common: CommonSettings): Promise<Entry> {
  try {
    const { config } = await prepareRun(resolveConfig(layersOf(contestant, common, environment)));
    return { contestant, environment, target: targetOf(config), budgetEnvSteps: config.run.steps };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const message = `contestant '${contestant.label}' on ${environment}: ${error.message}`;
    throw new ManyhandsError(error.code, message, { cause: error });
  }
}

/** No setting of a contestant or of all can name an environment: only presets and environment variables do. */
function ownEnvironment(contestants: readonly Contestant[]): string {
  const ids = new Set(contestants.map(({ base }) => resolveConfig(sourcesOf(base)).env.id));
  if (ids.size === 1) return [...ids][0]!;
  throw expected('ERR_USAGE', 'contestants', 'one environment', `${[...ids].join(', ')}; choose with --env`);
}

/** The same settings that {@link trainArguments} gives to a child, read by the same rules. */
function layersOf({ base, set }: Contestant, common: CommonSettings, environment: string): ConfigLayers {
  const { steps, targetReturn, evalEpisodes } = common;
  const algo = base.kind === 'algorithm' ? base.name : undefined;
  return {
    ...sourcesOf(base),
    flags: { algo, env: environment, steps, targetReturn, evalEpisodes },
    set: [...common.set, ...set],
  };
}

function sourcesOf(base: Contestant['base']): ConfigLayers {
  return { env: process.env, ...(base.kind === 'preset' && { preset: base.name }) };
}

function targetOf({ evaluation }: SettledConfig): Entry['target'] {
  const { targetReturn, criterion, episodes } = evaluation;
  return targetReturn === null ? null : { meanReturn: targetReturn, criterion, episodes };
}

const isRefusal = (error: unknown): error is ManyhandsError =>
  error instanceof ManyhandsError && error.code === 'ERR_CONFIG';

const option = (flag: string, value: string | undefined): string[] =>
  value === undefined ? [] : [flag, value];
