import type { Measurement } from '../../bench/measure.js';
import { explainSuggestion } from '../../bench/scaling/explain-suggestion.js';
import { presetYaml, writePreset } from '../../bench/scaling/preset.js';
import { suggest } from '../../bench/scaling/suggestion.js';
import type { ScalingRequest } from './scaling-options.js';

/**
 * Writes the best configuration that was measured as a config file.
 *
 * @param figures - of the scaling suite
 * @param machine - where they were measured, a line each
 * @returns why, and where it went: a line each
 * @throws ManyhandsError `ERR_USAGE` if the file cannot be written
 */
export function benchSuggest(
  figures: readonly Measurement[],
  { sweep, suggestion }: ScalingRequest & { readonly suggestion: object },
  machine: readonly string[],
): readonly string[] {
  const { algorithm, path } = suggestion;
  const suggested = suggest(figures, algorithm);
  const why = explainSuggestion(suggested);
  const yaml = presetYaml(suggested.best.configuration, sweep.set, [...machine, ...why]);
  const wasThere = writePreset(path, yaml);
  const use = `manyhands train --config ${path}`;
  return [...why, `${wasThere ? 'replaced' : 'wrote'} ${path}; ${use}`];
}
