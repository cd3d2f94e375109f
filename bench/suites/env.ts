import { numActionsOf } from '../../src/actors/envs/actions.js';
import { createVectorEnvironment } from '../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../src/actors/envs/vector-environment.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { measure, type Measurement } from '../measure.js';

const BATCHES = [1, 8, 32, 256] as const;
const NUM_ACTION_ROWS = 64;

/**
 * Steps of CartPole-v1 under random actions, the autoresets of its short episodes included: what an actor pays an
 * environment step beside its policy.
 */
export function envSuite(): Measurement[] {
  return BATCHES.map((numEnvs) => {
    const environments = createVectorEnvironment('CartPole-v1', { numEnvs });
    environments.reset(environmentSeeds(0, 0, numEnvs));
    const stream = RandomStream.derive(0, STREAM_ROLE.exploration, 0);
    const actionRows = Array.from({ length: NUM_ACTION_ROWS }, () =>
      Int32Array.from({ length: numEnvs }, () => stream.nextInt(numActionsOf(environments.spec))),
    );
    let row = 0;
    const run = () => {
      environments.step(actionRows[row]!);
      row = (row + 1) % NUM_ACTION_ROWS;
    };
    return measure(`CartPole-v1, ${numEnvs} environments`, 'steps/s', run, (ns) => (1e9 * numEnvs) / ns);
  });
}
