import { expected, type ManyhandsError } from '../../shared/errors.js';

/** `ERR_CHECKPOINT_CORRUPT` in one line: which file, what in it, what was expected and what is there. */
export function corrupt(
  path: string,
  what: string,
  wanted: string,
  got: string,
  options?: ErrorOptions,
): ManyhandsError {
  return expected('ERR_CHECKPOINT_CORRUPT', `${path}: ${what}`, wanted, got, options);
}

/**
 * A value from a file nobody has checked, short and on one line. Only the kind of an object is told: to print one that is
 * nested a million deep would overflow the stack.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
