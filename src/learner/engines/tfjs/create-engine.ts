import type { TfjsEngineName } from '../../../shared/config/engines.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import type { TfjsBackend } from './backend.js';
import { loadBackend } from './load/load-backend.js';
import { TfjsEngine, type TfjsEngineSettings } from './tfjs-engine.js';

/**
 * Makes an engine, whose `close` gives the device back.
 *
 * @param loaded - the engine's backend; loaded in this thread if it is absent
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
  loaded?: TfjsBackend,
): Promise<TfjsEngine<Batch, Outputs, Trained>> {
  const backend = loaded ?? (await loadBackend(engine));
  try {
    return new TfjsEngine(backend, program, settings);
  } catch (error) {
    await backend.close();
    throw error;
  }
}
