import { hostDevice } from '../../device.js';
import type { BackendTraits, TfjsBackend } from '../backend.js';
import { bytesAsTruths } from './bytes.js';
import { importPackage } from './import-package.js';
import { loadLibrary, selectBackend } from './library.js';
import { quickenSlices } from './wasm-slice.js';

/** TensorFlow.js on its WebAssembly backend, one thread of it. */
export async function loadWasm(): Promise<TfjsBackend> {
  const traits = { transposesFirst: true, hasFilterGradient: false, hasQuickInputGradient: false };
  const backend = await load('tfjs-wasm', 'wasm', traits, () => import('@tensorflow/tfjs-backend-wasm'));
  quickenSlices(backend.tf);
  return backend;
}

/** TensorFlow.js on its plain JavaScript backend. */
export async function loadCpu(): Promise<TfjsBackend> {
  const traits = { transposesFirst: false, hasFilterGradient: false, hasQuickInputGradient: true };
  return load('tfjs-cpu', 'cpu', traits, () => import('@tensorflow/tfjs-backend-cpu'));
}

async function load(
  engine: 'tfjs-wasm' | 'tfjs-cpu',
  backend: string,
  traits: BackendTraits,
  importBackend: () => Promise<unknown>,
): Promise<TfjsBackend> {
  const tf = await loadLibrary(engine);
  await importPackage(engine, importBackend);
  await selectBackend(tf, engine, backend);
  return { engine, tf, device: hostDevice(), traits, uploadBytes: bytesAsTruths(tf), close: () => undefined };
}
