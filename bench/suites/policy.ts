import { instantiateKernels } from '../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../src/shared/kernels/load.js';
import { InferenceNetwork } from '../../src/shared/network/forward.js';
import { networkMemoryBytes } from '../../src/shared/network/memory.js';
import { denseNetwork } from '../../src/shared/network/spec.js';
import { measure, type Measurement } from '../measure.js';

const BATCHES = [1, 8, 32, 256] as const;

/** Greedy actions of a 4-64-64-2 policy: what an actor pays per environment step beside the step itself. */
export function policySuite(): Measurement[] {
  const module = loadKernelModule();
  const spec = denseNetwork(4, [64, 64], 2);
  return BATCHES.map((batch) => {
    const network = new InferenceNetwork(
      instantiateKernels(module, networkMemoryBytes(spec, batch, 1)),
      spec,
      batch,
    );
    for (const view of [network.parameters, network.input])
      view.forEach((_, i) => (view[i] = 0.1 * Math.sin(1.7 * i)));
    const actions = new Int32Array(batch);
    const run = () => network.greedyActions(batch, actions);
    return measure(`policy 4-64-64-2, batch ${batch}`, 'ns/row', run, (nanoseconds) => nanoseconds / batch);
  });
}
