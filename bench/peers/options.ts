import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { integerOption } from '../../src/cli/integer-option.js';
import { nearest } from '../../src/shared/config/nearest.js';
import { expected, messageOf } from '../../src/shared/errors.js';
import { MATCHES } from './matches.js';

/** What the command was asked for. */
export interface Options {
  /** Runs of each contestant, with seeds from 0. */
  readonly seeds: number;
  /** Names of matches, in the order of {@link MATCHES}. */
  readonly only: readonly string[];
  /** Folder of the results. */
  readonly out: string;
  /** Folder of the virtual environments. */
  readonly venv: string;
  /** The Python that makes them. */
  readonly python: string;
  readonly timeoutSeconds: number;
  /** Results to print again, instead of running anything. */
  readonly render: string | undefined;
  readonly help: boolean;
}

export const USAGE = `npm run bench:peers -- [options]

Runs manyhands and its peers on this machine, in turns, and prints what they took as tables.

  --seeds <count>      runs of each, with seeds from 0 (default 3)
  --only <matches>     some of ${Object.keys(MATCHES).join(', ')},
                       with commas between them (default all)
  --out <folder>       where results go: peers.json with every run, peers.md with the tables
                       (default comparisons/peers-<utc time>)
  --venv <folder>      where Python packages are installed, once (default ~/.cache/manyhands/peers)
  --python <program>   what makes the virtual environments: Python 3.11 or later (default python3)
  --timeout <seconds>  after which a run is given up (default 300)
  --render <file>      print the tables of a peers.json and run nothing
`;

/**
 * Reads the command line.
 *
 * @param args - without program and script
 * @param now - names the default folder of the results
 * @throws ManyhandsError `ERR_USAGE` for anything that is not in {@link USAGE}
 */
export function readOptions(args: readonly string[], now: Date): Options {
  const { values } = parse(args);
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return {
    seeds: integerOption('--seeds', values.seeds, 1)!,
    only: readMatches(values.only),
    out: resolve(values.out ?? join('comparisons', `peers-${stamp}Z`)),
    venv: resolve(values.venv ?? join(cache, 'manyhands', 'peers')),
    python: values.python,
    timeoutSeconds: integerOption('--timeout', values.timeout, 1)!,
    render: values.render,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        seeds: { ...text, default: '3' },
        only: text,
        out: text,
        venv: text,
        python: { ...text, default: 'python3' },
        timeout: { ...text, default: '300' },
        render: text,
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    throw expected('ERR_USAGE', 'bench:peers', 'the options of --help', messageOf(cause), { cause });
  }
}

function readMatches(text: string | undefined): readonly string[] {
  const known = Object.keys(MATCHES);
  if (text === undefined) return known;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (known.includes(name)) continue;
    const got = `'${name}'; the nearest is '${nearest(name, known) ?? known[0]!}'`;
    throw expected('ERR_USAGE', 'flag --only', `some of ${known.join(', ')}`, got);
  }
  return known.filter((name) => names.includes(name));
}
