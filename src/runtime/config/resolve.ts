import { ALGORITHM_DEFAULTS, type AlgorithmConfig } from '../../learner/algorithms/config.js';
import type { RunConfig } from '../../shared/config/run-config.js';
import { findConflicts } from './conflicts.js';
import { deepFreeze } from './deep-freeze.js';
import type { DeepPartial } from '../../shared/config/deep-partial.js';
import { explainConflict, explainInvalid } from './explain.js';
import { fileLayer } from './file-layer.js';
import { objectLayer, type Layer } from './layer.js';
import { MergedSettings } from './merge.js';
import { presetLayer } from './presets.js';
import { throwIfAny } from './problem.js';
import { configSchema } from './schema.js';
import { flagsLayer, setLayer, variablesLayer } from './text-layers.js';

/** Where settings come from, the strongest first. Each is optional. */
export interface ConfigLayers {
  /** `--set path=value`, without the flag. */
  readonly set?: readonly string[];
  /** What commander parsed; see `FLAGS`. Keys that are not there are left alone. */
  readonly flags?: Readonly<Record<string, unknown>>;
  /** Settings given by a program, as an object. */
  readonly settings?: DeepPartial<RunConfig<AlgorithmConfig>>;
  /** Usually `process.env`; only variables that begin with `MANYHANDS_` are read. */
  readonly env?: NodeJS.ProcessEnv;
  /** Path of a YAML file. */
  readonly file?: string;
  /** Name of a file in `presets/`. */
  readonly preset?: string;
}

/**
 * Puts the layers together over the defaults, of which the chosen algorithm has its own, and checks the result.
 *
 * A layer that chooses another variant (`actors.exploration.kind`, `optimizer.name`) drops what weaker layers set
 * for theirs.
 *
 * @returns complete and deeply frozen; `auto` and `threshold` stay as asked for until {@link settle}
 * @throws ManyhandsError `ERR_CONFIG` for the first mistake, on one line, with the number of others
 */
export function resolveConfig(layers: ConfigLayers = {}): RunConfig<AlgorithmConfig> {
  const given = [
    ...(layers.preset === undefined ? [] : [presetLayer(layers.preset)]),
    ...(layers.file === undefined ? [] : [fileLayer(layers.file, layers.file)]),
    variablesLayer(layers.env ?? {}),
    objectLayer(layers.settings, 'settings'),
    flagsLayer(layers.flags ?? {}),
    setLayer(layers.set ?? []),
  ];
  const merged = new MergedSettings([...algorithmLayer(given), ...given]);
  const problems = given.flatMap((layer) => layer.problems);

  const input = merged.toObject();
  // Parsed once: compiling the schema first, as zod would, takes longer than the parse.
  const parsed = configSchema.safeParse(input, { jitless: true });
  if (!parsed.success) problems.push(...explainInvalid(parsed.error.issues, input, merged));
  throwIfAny(problems);

  const config = parsed.data as RunConfig<AlgorithmConfig>;
  throwIfAny(findConflicts(config).map((conflict) => explainConflict(conflict, config, merged)));
  return deepFreeze(config);
}

/** What the algorithm that the layers choose puts in place of the general defaults. */
function algorithmLayer(given: readonly Layer[]): Layer[] {
  const { algorithm } = new MergedSettings(given).toObject() as { algorithm: { name: unknown } };
  const name = algorithm.name as keyof typeof ALGORITHM_DEFAULTS;
  // An unknown name is reported when the settings are parsed.
  return Object.hasOwn(ALGORITHM_DEFAULTS, name)
    ? [objectLayer(ALGORITHM_DEFAULTS[name], `default of ${name}`)]
    : [];
}
