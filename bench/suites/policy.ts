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
import { measureApart, type ApartCase } from './support/apart.js';

const BATCHES = [1, 8, 32, 256] as const;
const HIDDEN = [64, 128] as const;

/** A way to choose; those over boxes have two numbers to choose. */
interface Kind {
  readonly name: string;
  readonly actions: 'greedy' | 'sampled';
  readonly space: Space;
}

const KINDS: readonly Kind[] = [
  { name: 'greedy policy', actions: 'greedy', space: discrete(2) },
  { name: 'categorical policy', actions: 'sampled', space: discrete(2) },
  { name: 'Gaussian policy', actions: 'sampled', space: box([2], -1, 1) },
];

/** One kind of policy and one network each. */
export const CASES: readonly ApartCase[] = KINDS.flatMap((kind) =>
  HIDDEN.map(
    (width): ApartCase =>
      (pace) =>
        BATCHES.map((batch) => acting(kind, width, batch, pace)),
  ),
);

/** What an actor pays an environment step beside the step itself. */
export function policySuite(options: SuiteOptions): Promise<Measurement[]> {
  return measureApart(import.meta.url, paceOf(options));
}

function acting({ name, actions, space }: Kind, width: number, batch: number, pace: Pace): Measurement {
  const spec = actorCriticNetwork({
    ...{ observationSize: 4, policySize: 2, hidden: [width, width], activation: 'relu', sharedTrunk: true },
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
  return measure(
    `${name} 4-${width}-${width}-2, batch ${batch}`,
    'ns/row',
    () => policy.act(0),
    (nanoseconds) => nanoseconds / batch,
    { batch, width },
    pace,
  );
}
