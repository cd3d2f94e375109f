import type { TfjsEngineName } from '../../../../shared/config/engines.js';
import type { TfjsBackend } from '../backend.js';
import { cannotRun } from './import-package.js';

/**
 * Loads what an engine runs on, in this thread.
 *
 * @throws ManyhandsError `ERR_ENGINE`, in one line, if it cannot run here: a package is missing or broken, or a driver lacks
 */
export async function loadBackend(engine: TfjsEngineName): Promise<TfjsBackend> {
  switch (engine) {
    case 'tfjs-wasm': {
      const { loadWasm } = await import('./portable.js');
      return loadWasm();
    }
    case 'tfjs-cpu': {
      const { loadCpu } = await import('./portable.js');
      return loadCpu();
    }
    case 'webgpu':
    case 'tensorflow':
    case 'tensorflow-gpu':
      throw cannotRun(engine, 'a loader', 'none');
  }
}
