import { createSharedKernels } from '../../../../shared/kernels/shared-kernels.js';
import type { UpdateProgram } from '../../../algorithms/algorithm.js';
import type { EngineSettings } from '../../engine.js';
import { SimdEngine } from '../simd-engine.js';
import { CrewExecutor, type Hands } from './crew-executor.js';
import { crewMemoryBytes } from './crew-memory.js';

/**
 * An engine whose updates a crew makes, in a memory that all of it shares.
 *
 * @throws ManyhandsError as `SimdEngine`, and `ERR_WORKER_LOST` if a helper has ended
 */
export function createCrewEngine<
  Batch extends object,
  Outputs extends object,
  Trained extends keyof Outputs = keyof Outputs,
>(
  hands: Hands,
  program: UpdateProgram<Batch, Outputs, Trained>,
  settings: EngineSettings,
): SimdEngine<Batch, Outputs, Trained> {
  const kernels = createSharedKernels(crewMemoryBytes(program, settings.maxBatchSize, hands.numThreads));
  const executor = new CrewExecutor(hands, kernels, program, settings);
  return new SimdEngine(kernels, program, settings, executor);
}
