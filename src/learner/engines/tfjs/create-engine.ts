import type { TfjsEngineName } from '../../../shared/config/engines.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import { loadBackend } from './load/load-backend.js';
import { TfjsEngine, type TfjsEngineSettings } from './tfjs-engine.js';

/**
 * Loads an engine's backend in this thread and makes the engine. Its `close` gives the device back.
 *
 * @throws ManyhandsError `ERR_ENGINE` if it cannot run here
 */
export async function createTfjsEngine<
  Batch extends object,
  Outputs extends object,
  Trained extends keyof Outputs,
>(
  engine: TfjsEngineName,
  program: UpdateProgram<Batch, Outputs, Trained>,
  settings: TfjsEngineSettings,
): Promise<TfjsEngine<Batch, Outputs, Trained>> {
  const backend = await loadBackend(engine);
  try {
    return new TfjsEngine(backend, program, settings);
  } catch (error) {
    await backend.close();
    throw error;
  }
}
