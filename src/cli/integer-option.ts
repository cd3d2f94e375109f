import { expected } from '../shared/errors.js';

/**
 * Reads a flag that takes an integer.
 *
 * @returns `undefined` if the flag was not given
 * @throws ManyhandsError `ERR_USAGE` for anything but an integer of at least `least`, and at most `most`
 */
export function integerOption(
  flag: string,
  text: string | undefined,
  least: number,
  most = Infinity,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !Number.isSafeInteger(value) || value < least || value > most) {
    const wanted = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
    throw expected('ERR_USAGE', `flag ${flag}`, `an integer ${wanted}`, `'${text}'`);
  }
  return value;
}
