import { expected } from '../shared/errors.js';

/**
 * Reads a flag that takes an integer.
 *
 * @returns `undefined` if the flag was not given
 * @throws ManyhandsError `ERR_USAGE` for anything but an integer of at least `least`
 */
export function integerOption(flag: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !Number.isSafeInteger(value) || value < least) {
    throw expected('ERR_USAGE', `flag ${flag}`, `an integer of at least ${least}`, `'${text}'`);
  }
  return value;
}
