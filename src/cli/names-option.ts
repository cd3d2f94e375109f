import { nearest } from '../shared/config/nearest.js';
import { expected } from '../shared/errors.js';

/**
 * Reads a flag that takes some of several names, with commas in between.
 *
 * @returns each once; `undefined` if the flag was not given
 * @throws ManyhandsError `ERR_USAGE` for another name, with the nearest that is right
 */
export function readNames<Name extends string>(
  flag: string,
  text: string | undefined,
  known: readonly Name[],
): readonly Name[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((part) => {
    const word = part.trim();
    const name = known.find((each) => each === word);
    if (name !== undefined) return name;
    const got = `'${word}'; the nearest is '${nearest(word, known)!}'`;
    throw expected('ERR_USAGE', `flag ${flag}`, `some of ${known.join(', ')}`, got);
  });
  return [...new Set(names)];
}
