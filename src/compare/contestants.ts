import { nearest } from '../shared/config/nearest.js';
import { expected } from '../shared/errors.js';

/** What takes part in a comparison: an algorithm with its defaults or a preset, and what differs from it. */
export interface Contestant {
  /** As it was typed; names the contestant everywhere. */
  readonly label: string;
  readonly base: { readonly kind: 'algorithm' | 'preset'; readonly name: string };
  /** `path=value`, in the manner of `--set`. */
  readonly set: readonly string[];
}

/** The names a contestant can begin with. */
export interface KnownNames {
  readonly algorithms: readonly string[];
  readonly presets: readonly string[];
}

/** Settings that the comparison gives to each run itself, and the flag that decides them. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['algorithm.name', 'name it as a contestant'],
  ['env.id', 'use --env'],
  ['run.seed', 'use --seeds and --first-seed'],
  ['run.out', 'use --out'],
]);

/**
 * Reads contestants such as `dqn`, `notebook-dqn` or `dqn+algorithm.double=true+algorithm.nStep=1`.
 *
 * @param texts - an algorithm where the name is one, otherwise a preset
 * @param presets - as `texts`, but each names a preset, even one that is called like an algorithm
 * @throws ManyhandsError `ERR_USAGE` for a name that is not known, a setting that is none, or one contestant twice
 */
export function parseContestants(
  texts: readonly string[],
  presets: readonly string[],
  known: KnownNames,
): Contestant[] {
  const contestants = [
    ...texts.map((text) => parseContestant(text, known)),
    ...presets.map((text) => parsePreset(text, known)),
  ];
  const identities = contestants.map(({ label, set }) => [label.split('+')[0], ...[...set].sort()].join('+'));
  contestants.forEach(({ label }, i) => {
    if (identities.indexOf(identities[i]!) === i) return;
    throw expected('ERR_USAGE', 'contestants', 'each only once', `'${label}' twice`);
  });
  return contestants;
}

/** @throws ManyhandsError `ERR_USAGE` for a setting that each run is given by the comparison */
export function checkSettings(subject: string, set: readonly string[]): void {
  for (const expression of set) {
    const path = expression.split('=', 1)[0]!.trim();
    const instead = RESERVED.get(path);
    if (instead === undefined) continue;
    throw expected('ERR_USAGE', subject, 'settings that can differ', `${path}, which cannot: ${instead}`);
  }
}

function parseContestant(text: string, known: KnownNames): Contestant {
  const { name, set } = split(text);
  const isAlgorithm = known.algorithms.includes(name);
  if (isAlgorithm || known.presets.includes(name)) {
    return { label: text, base: { kind: isAlgorithm ? 'algorithm' : 'preset', name }, set };
  }
  const wanted = `an algorithm (${known.algorithms.join(', ')}) or a preset (${known.presets.join(', ')})`;
  throw unknownName('contestant', wanted, name, [...known.algorithms, ...known.presets]);
}

function parsePreset(text: string, { algorithms, presets }: KnownNames): Contestant {
  const { name, set } = split(text);
  if (!presets.includes(name))
    throw unknownName('flag --preset', `one of ${presets.join(', ')}`, name, presets);
  const label = algorithms.includes(name) ? `preset ${text}` : text;
  return { label, base: { kind: 'preset', name }, set };
}

function split(text: string): { readonly name: string; readonly set: readonly string[] } {
  const plus = text.indexOf('+');
  if (plus < 0) return { name: text, set: [] };
  // Only a plus with a path behind it begins a setting: `1e+3` holds one that does not.
  const set = text.slice(plus + 1).split(/\+(?=[A-Za-z][^+=]*=)/);
  for (const expression of set) {
    if (expression.indexOf('=') > 0) continue;
    throw expected('ERR_USAGE', `contestant '${text}'`, 'path=value after each +', `'${expression}'`);
  }
  checkSettings(`contestant '${text}'`, set);
  return { name: text.slice(0, plus), set };
}

function unknownName(subject: string, wanted: string, name: string, candidates: readonly string[]) {
  const got = `'${name}'; the nearest is '${nearest(name, candidates) ?? 'none'}'`;
  return expected('ERR_USAGE', subject, wanted, got);
}
