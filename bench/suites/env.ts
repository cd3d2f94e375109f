import { createActions } from '../../src/actors/envs/actions.js';
import { BUILT_IN } from '../../src/actors/envs/environment-kind.js';
import { createVectorEnvironment } from '../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../src/actors/envs/vector-environment.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { measure, type Measurement } from '../measure.js';
import { paceOf, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { measureApart, type ApartCase } from './support/apart.js';

const BATCHES = [1, 8, 32, 256] as const;
/** What is enough to show what an environment costs beside the others. */
const BATCH = 32;
const NUM_ACTION_ROWS = 64;

const [first, ...others] = BUILT_IN.keys();

/** One environment each. */
export const CASES: readonly ApartCase[] = [
  (pace) => BATCHES.map((numEnvs) => stepsPerSecond(first!, numEnvs, pace)),
  ...others.map((id): ApartCase => (pace) => [stepsPerSecond(id, BATCH, pace)]),
];

/** What an actor pays an environment step beside its policy. */
export function envSuite(options: SuiteOptions): Promise<Measurement[]> {
  return measureApart(import.meta.url, paceOf(options));
}

function stepsPerSecond(id: string, numEnvs: number, pace: Pace): Measurement {
  const environments = createVectorEnvironment(id, { numEnvs });
  const { actionSpace } = environments.spec;
  environments.reset(environmentSeeds(0, 0, numEnvs));
  const stream = RandomStream.derive(0, STREAM_ROLE.exploration, 0);
  const draw = (_: number, k: number): number => {
    if (actionSpace.kind === 'discrete') return stream.nextInt(actionSpace.n);
    const low = actionSpace.low[k % actionSpace.low.length]!;
    const high = actionSpace.high[k % actionSpace.high.length]!;
    return low + (high - low) * stream.nextFloat();
  };
  const actionRows = Array.from({ length: NUM_ACTION_ROWS }, () =>
    createActions(actionSpace, numEnvs).map(draw),
  );
  let row = 0;
  const run = () => {
    environments.step(actionRows[row]!);
    row = (row + 1) % NUM_ACTION_ROWS;
  };
  const figure = (ns: number): number => (1e9 * numEnvs) / ns;
  return measure(`${id}, ${numEnvs} environments`, 'steps/s', run, figure, { numEnvs }, pace);
}
