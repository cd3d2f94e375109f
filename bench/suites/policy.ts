import { createActingNetwork } from '../../src/actors/policies/acting-network.js';
import { createGreedyPolicy, createSampledPolicy } from '../../src/actors/policies/create-policy.js';
import { loadKernelModule } from '../../src/shared/kernels/load.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { box, discrete, type Space } from '../../src/shared/spaces.js';
import { measure, type Measurement } from '../measure.js';
import { paceOf, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';

const BATCHES = [1, 8, 32, 256] as const;

/** The actions of a 4-64-64-2 policy: what an actor pays per environment step beside the step itself. */
export function policySuite(options: SuiteOptions): Measurement[] {
  const pace = paceOf(options);
  return [
    ...BATCHES.map((batch) => acting('greedy', discrete(2), batch, pace)),
    ...BATCHES.map((batch) => acting('sampled', discrete(2), batch, pace)),
    ...BATCHES.map((batch) => acting('sampled', box([2], -1, 1), batch, pace)),
  ];
}

/** Inside the timed region: forward pass, draws, log-probabilities and clipping. */
function acting(actions: 'greedy' | 'sampled', space: Space, batch: number, pace: Pace): Measurement {
  const spec = actorCriticNetwork({
    ...{ observationSize: 4, policySize: 2, hidden: [64, 64], activation: 'relu', sharedTrunk: true },
    ...{ normalize: undefined, logStandardDeviation: space.kind === 'box', value: false },
  });
  const network = createActingNetwork(loadKernelModule(), spec, batch);
  const streams = Array.from({ length: batch }, (_, i) => RandomStream.derive(0, STREAM_ROLE.exploration, i));
  const policy =
    actions === 'greedy'
      ? createGreedyPolicy(network, space, batch)
      : createSampledPolicy(network, space, streams);
  for (const view of [policy.parameters, policy.observations])
    view.forEach((_, i) => (view[i] = 0.1 * Math.sin(1.7 * i)));
  const kind =
    actions === 'greedy' ? 'policy' : space.kind === 'box' ? 'Gaussian policy' : 'categorical policy';
  const name = `${kind} 4-64-64-2, batch ${batch}`;
  return measure(
    name,
    'ns/row',
    () => policy.act(0),
    (nanoseconds) => nanoseconds / batch,
    { batch },
    pace,
  );
}
