import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { MODES, SWEPT_ALGORITHMS, type SweptAlgorithm } from '../../bench/scaling/configuration.js';
import type { ScalingOptions } from '../../bench/scaling/options.js';
import { expectFreeSettings } from '../../bench/scaling/settings.js';
import { expected, messageOf } from '../shared/errors.js';
import { integerOption } from './integer-option.js';
import { readNames } from './names-option.js';

/** What commander parsed of the flags of the scaling suite. */
export interface ScalingFlags {
  readonly algo?: string;
  readonly mode?: string;
  readonly lag?: string;
  readonly actors?: string;
  readonly envs?: string;
  readonly blockLength?: string;
  readonly rounds?: string;
  readonly set: readonly string[];
  readonly suggest?: string | true;
  readonly markdown?: boolean;
}

/** What the scaling suite is asked for. */
export interface ScalingRequest {
  readonly sweep: ScalingOptions;
  /** Null: nothing is to be suggested. */
  readonly suggestion: { readonly algorithm: SweptAlgorithm; readonly path: string } | null;
}

/** What is suggested for unless an algorithm is named: what trains unless one is named. */
const DEFAULT_ALGORITHM = 'dqn';
const MAX_ACTORS = 1024;
const MAX_COUNT = 65_536;
/** The weight store keeps no older versions. */
const MAX_LAG = 2;

/** The flags that were given, by what a user typed. */
export function givenFlags(flags: ScalingFlags): Readonly<Record<string, unknown>> {
  const { set, algo, mode, lag, actors, envs, blockLength, rounds, suggest, markdown } = flags;
  return {
    ...{ '--algo': algo, '--mode': mode, '--lag': lag, '--actors': actors, '--envs': envs },
    ...{ '--block-length': blockLength, '--rounds': rounds, '--suggest': suggest, '--markdown': markdown },
    '--set': set.length === 0 ? undefined : set,
  };
}

/**
 * Reads the flags of the scaling suite.
 *
 * @throws ManyhandsError `ERR_USAGE` for a wrong value, with the nearest that is right
 */
export function readScalingFlags(flags: ScalingFlags): ScalingRequest {
  const numbers = (flag: string, text: string | undefined, least: number, most: number) =>
    text === undefined
      ? undefined
      : unique(text.split(',').map((each) => integerOption(flag, each.trim(), least, most)!));
  expectFreeSettings(flags.set);
  const suggestion = readSuggestion(flags);
  const rounds = integerOption('--rounds', flags.rounds, 1);
  const grid = {
    algorithms:
      readNames('--algo', flags.algo, SWEPT_ALGORITHMS) ??
      (suggestion && [suggestion.algorithm]) ??
      undefined,
    modes: readNames('--mode', flags.mode, MODES),
    lags: numbers('--lag', flags.lag, 0, MAX_LAG),
    actors: numbers('--actors', flags.actors, 1, MAX_ACTORS),
    envsPerActor: numbers('--envs', flags.envs, 1, MAX_COUNT),
    blockLengths: numbers('--block-length', flags.blockLength, 1, MAX_COUNT),
  };
  const given = Object.entries(grid).filter(([, values]) => values !== undefined);
  return {
    sweep: {
      grid: Object.fromEntries(given),
      ...(rounds !== undefined && { rounds }),
      set: flags.set,
      isMarkdown: flags.markdown === true,
    },
    suggestion,
  };
}

function readSuggestion({ suggest, algo }: ScalingFlags): ScalingRequest['suggestion'] {
  if (suggest === undefined) return null;
  const [algorithm = DEFAULT_ALGORITHM, ...others] = readNames('--algo', algo, SWEPT_ALGORITHMS) ?? [];
  if (others.length > 0)
    throw expected('ERR_USAGE', 'flag --suggest', 'one algorithm in --algo to suggest for', algo);
  const path = suggest === true ? `suggested-${algorithm}.yaml` : suggest;
  if (!/\.ya?ml$/.test(path))
    throw expected('ERR_USAGE', 'flag --suggest', 'a file that ends in .yaml or .yml, or none', `'${path}'`);
  try {
    // Found out before anything is measured, which takes minutes.
    accessSync(dirname(path), constants.W_OK);
  } catch (cause) {
    const wanted = 'a file in a folder that can be written to';
    throw expected('ERR_USAGE', `flag --suggest ${path}`, wanted, messageOf(cause), { cause });
  }
  return { algorithm, path };
}

const unique = <Item>(items: readonly Item[]): readonly Item[] => [...new Set(items)];
