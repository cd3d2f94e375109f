import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

const INTEGER_OR_DECIMAL = /^[-+]?[0-9]+(\.[0-9]+)?$/;
const PLAIN_WORD = /^[A-Za-z][A-Za-z0-9_-]*$/;
const NAMED_VALUES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['null', 'Null', 'NULL'].map((word): [string, unknown] => [word, null]),
  ...['true', 'True', 'TRUE'].map((word): [string, unknown] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, unknown] => [word, false]),
]);

let yaml: typeof Yaml | undefined;

/** The YAML package, loaded when first asked for: it costs 20 ms, and most runs need none of it. */
export function loadYaml(): typeof Yaml {
  yaml ??= createRequire(import.meta.url)('yaml') as typeof Yaml;
  return yaml;
}

/**
 * Reads one YAML 1.2 value, such as `3`, `1e-3`, `off` or `[64, 64]`.
 *
 * Numbers and words, which is what flags mostly are, are read here; the rest by the YAML package.
 *
 * @throws YAMLParseError on what is not YAML
 */
export function parseYamlValue(text: string): unknown {
  if (INTEGER_OR_DECIMAL.test(text)) return Number(text);
  if (PLAIN_WORD.test(text)) return NAMED_VALUES.has(text) ? NAMED_VALUES.get(text) : text;
  return loadYaml().parse(text, { logLevel: 'error' });
}
