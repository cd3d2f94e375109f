import type { TfjsEngineName } from '../../../../shared/config/engines.js';
import { cannotRun } from './cannot-run.js';

/** TensorFlow.js itself, which all engines but the native ones share. */
const LIBRARY = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'];

/** The packages that each engine runs on, all of them optional. */
export const ENGINE_PACKAGES: Readonly<Record<TfjsEngineName, readonly string[]>> = {
  'tensorflow-gpu': ['@tensorflow/tfjs-node-gpu'],
  tensorflow: ['@tensorflow/tfjs-node'],
  webgpu: [...LIBRARY, '@tensorflow/tfjs-backend-webgpu', 'webgpu'],
  'tfjs-wasm': [...LIBRARY, '@tensorflow/tfjs-backend-wasm'],
  'tfjs-cpu': [...LIBRARY, '@tensorflow/tfjs-backend-cpu'],
};

/** Those of an engine's packages that are not installed. Loads none of them. */
export function missingPackages(engine: TfjsEngineName): readonly string[] {
  return ENGINE_PACKAGES[engine].filter((name) => !isInstalled(name));
}

/** @throws ManyhandsError `ERR_ENGINE`, with the command that installs them, if some of an engine's packages are not installed */
export function expectPackages(engine: TfjsEngineName): void {
  const missing = missingPackages(engine).join(' ');
  if (missing === '') return;
  const wanted = `the packages ${ENGINE_PACKAGES[engine].join(' ')}`;
  throw cannotRun(engine, { wanted, got: `no ${missing}`, fix: `npm install ${missing}` });
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
