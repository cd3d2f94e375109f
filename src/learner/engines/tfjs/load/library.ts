import type { TfjsEngineName } from '../../../../shared/config/engines.js';
import type { Tf } from '../tf.js';
import { cannotRun } from './cannot-run.js';
import { importPackage } from './import-package.js';

/**
 * Loads TensorFlow.js with its gradients.
 *
 * @throws ManyhandsError `ERR_ENGINE` if it is not installed
 */
export async function loadLibrary(engine: TfjsEngineName): Promise<Tf> {
  // First, because in Node it is this that registers the gradients.
  await importPackage(engine, () => import('@tensorflow/tfjs-layers'));
  const tf = await importPackage<Tf>(engine, () => import('@tensorflow/tfjs-core'));
  // Without its checks of every operation, and without its advertisement for the native backend on the terminal.
  tf.enableProdMode();
  return tf;
}

/**
 * Makes a backend the current one of its thread.
 *
 * @throws ManyhandsError `ERR_ENGINE` if the library goes on with another: it says so in a return value alone
 */
export async function selectBackend(tf: Tf, engine: TfjsEngineName, backend: string): Promise<void> {
  const isSet = await tf.setBackend(backend);
  if (isSet && tf.getBackend() === backend) return;
  throw cannotRun(engine, {
    wanted: `the backend ${backend} of TensorFlow.js to start`,
    got: isSet ? `${tf.getBackend()} in its place` : 'a refusal',
    fix: 'what it warned of is above',
  });
}
