import type { PreparedRun } from '../../src/runtime/prepare-run.js';
import { initializeParameters } from '../../src/shared/network/initialize.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';

/** Weights of an untrained policy: which actions it takes decides how long episodes are. */
export function initialParameters({ networks: { acting }, config }: PreparedRun): Float32Array {
  const parameters = new Float32Array(parameterLayout(acting).numParameters);
  const random = RandomStream.derive(config.run.seed, STREAM_ROLE.initialisation, 0);
  initializeParameters(acting, { scheme: 'torch' }, () => random.nextFloat(), parameters);
  return parameters;
}
