import { SUITES } from '../../bench/suites.js';
import { nearest } from '../shared/config/nearest.js';
import { expected } from '../shared/errors.js';
import { benchCompare } from './bench-compare.js';
import { benchMeasure } from './bench-measure.js';
import { givenFlags, type ScalingFlags } from './scaling-options.js';

/** What commander parsed. */
export interface BenchOptions extends ScalingFlags {
  readonly json?: boolean;
  readonly quick?: boolean;
  readonly out?: string;
  readonly compare?: readonly string[];
  readonly maxRegression?: string;
  readonly engines?: string;
}

/** `manyhands bench`. @returns the exit code */
export async function benchCommand(names: readonly string[], options: BenchOptions): Promise<number> {
  const { compare, maxRegression } = options;
  if (compare !== undefined) {
    refuse('--compare', {
      'a suite': names[0],
      '--quick': options.quick,
      '--out': options.out,
      '--engines': options.engines,
      ...givenFlags(options),
    });
    return benchCompare(compare, maxRegression, options.json === true);
  }
  if (maxRegression !== undefined)
    throw expected('ERR_USAGE', 'flag --max-regression', 'a comparison to limit', 'none; give --compare too');
  const known = Object.keys(SUITES);
  for (const name of names) {
    if (known.includes(name)) continue;
    const got = `'${name}'; the nearest is '${nearest(name, known)!}'`;
    throw expected('ERR_USAGE', 'bench suite', `one of ${known.join(', ')}`, got);
  }
  expectSuite(names, 'scaling', givenFlags(options));
  expectSuite(names, 'learner', { '--engines': options.engines });
  return benchMeasure(names.length === 0 ? known : names, options);
}

/** @throws ManyhandsError `ERR_USAGE` for the first flag that was given and says something of a suite that does not run */
function expectSuite(
  names: readonly string[],
  suite: string,
  flags: Readonly<Record<string, unknown>>,
): void {
  const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined || names.length === 0 || names.includes(suite)) return;
  throw expected(
    'ERR_USAGE',
    `flag ${flag}`,
    `the suite ${suite} to be among those that run`,
    names.join(' '),
  );
}

/** @throws ManyhandsError `ERR_USAGE` for the first thing that was given and does not go with `flag` */
function refuse(flag: string, others: Readonly<Record<string, unknown>>): void {
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (other !== undefined)
    throw expected(
      'ERR_USAGE',
      `flag ${flag}`,
      'nothing to measure beside it',
      `${other} as well; give one of the two`,
    );
}
