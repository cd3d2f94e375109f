import { ENGINES, type EngineName } from '../shared/config/engines.js';
import { readNames } from './names-option.js';

const ALL = 'all';

/**
 * Reads the engines that the learner suite compares.
 *
 * @returns in the order of the table of engines; `undefined` if none were asked for
 * @throws ManyhandsError `ERR_USAGE` for a name that no engine has, with the nearest that one has
 */
export function readEnginesFlag(text: string | undefined): readonly EngineName[] | undefined {
  const names = readNames('--engines', text, [ALL, ...ENGINES]);
  if (names === undefined) return undefined;
  return names.includes(ALL) ? ENGINES : ENGINES.filter((engine) => names.includes(engine));
}
