import { expected } from '../../shared/errors.js';
import type { EnvironmentOptions } from './environment.js';

/**
 * The time limit of an environment: what the options say, else its own.
 *
 * @throws ManyhandsError `ERR_CONFIG` for anything but a positive integer or null
 */
export function timeLimit(id: string, options: EnvironmentOptions, own: number | null): number | null {
  const limit: unknown = options.maxEpisodeSteps ?? (options.maxEpisodeSteps === null ? null : own);
  if (limit === null || (typeof limit === 'number' && Number.isSafeInteger(limit) && limit > 0)) return limit;
  throw expected(
    'ERR_CONFIG',
    `maxEpisodeSteps of '${id}'`,
    'a positive integer, or null for no limit',
    limit,
  );
}

/**
 * A number among the options.
 *
 * @throws ManyhandsError `ERR_CONFIG` if it is given and not finite
 */
export function numberOption(
  id: string,
  options: EnvironmentOptions,
  name: string,
  fallback: number,
): number {
  const value = options[name] ?? fallback;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw expected('ERR_CONFIG', `${name} of '${id}'`, 'a finite number', value);
}

/**
 * Rejects options an environment would ignore.
 *
 * @throws ManyhandsError `ERR_CONFIG` naming the first one that is not among `known`
 */
export function expectKnownOptions(id: string, options: EnvironmentOptions, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw expected('ERR_CONFIG', `option of '${id}'`, known.join(' or '), `'${unknown}'`);
  }
}
