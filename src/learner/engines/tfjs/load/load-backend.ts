import type { TfjsEngineName } from '../../../../shared/config/engines.js';
import type { TfjsBackend } from '../backend.js';

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
    case 'webgpu': {
      const { loadWebGpu } = await import('./webgpu.js');
      return loadWebGpu();
    }
    case 'tensorflow':
    case 'tensorflow-gpu': {
      const { loadTensorflow } = await import('./tensorflow.js');
      return loadTensorflow(engine);
    }
  }
}
