import { instantiateKernels } from '../shared/kernels/kernels.js';
import { initializeParameters, type Initializer } from '../shared/network/initialize.js';
import { networkMemoryBytes } from '../shared/network/memory.js';
import { parameterLayout } from '../shared/network/parameters.js';
import { RandomStream } from '../shared/random/random-stream.js';
import { STREAM_ROLE } from '../shared/random/stream-role.js';
import type { UpdateProgram } from './algorithms/algorithm.js';
import type { Engine } from './engines/engine.js';
import { SimdEngine } from './engines/simd/simd-engine.js';
import type { TrainerTask } from './learner-task.js';

/**
 * The engine that the run's settings ask for, with its first weights.
 *
 * @throws ManyhandsError `ERR_ENGINE` if it cannot run here
 */
export async function buildEngine<
  Batch extends object,
  Outputs extends object,
  Trained extends keyof Outputs,
>(
  { config, kernels, crew, backend }: Pick<TrainerTask, 'config' | 'kernels' | 'crew' | 'backend'>,
  program: UpdateProgram<Batch, Outputs, Trained>,
  maxBatchSize: number,
  initializer: Initializer,
): Promise<Engine<Batch>> {
  const { learner, optimizer, run } = config;
  const { network, passes } = program;
  const initialParameters = new Float32Array(parameterLayout(network).numParameters);
  const stream = RandomStream.derive(run.seed, STREAM_ROLE.initialisation, 0);
  initializeParameters(network, initializer, () => stream.nextFloat(), initialParameters);
  const { maxGradientNorm } = optimizer;
  const settings = { maxBatchSize, optimizer, maxGradientNorm, initialParameters };
  if (learner.engine !== 'simd') {
    const { createTfjsEngine } = await import('./engines/tfjs/create-engine.js');
    const { metricsInterval } = learner;
    return createTfjsEngine(learner.engine, program, { ...settings, metricsInterval }, backend);
  }
  if (crew !== undefined) return crew.createEngine(program, settings);
  const memoryBytes = networkMemoryBytes(network, maxBatchSize, passes.length + 1);
  return new SimdEngine(instantiateKernels(kernels, memoryBytes), program, settings);
}
