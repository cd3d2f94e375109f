import type * as dawn from 'webgpu';
import { explainDawn } from './no-dawn.js';
import { importPackage } from './import-package.js';

/** WebGPU where TensorFlow.js looks for it: `navigator.gpu` and the classes that are global in a browser. */
export interface ProvidedGpu {
  readonly gpu: GPU;
  /** Takes back what was put there. */
  remove(): void;
}

/** One a thread, for good: Dawn's threads crash now and then when an instance of it is collected. */
let instance: GPU | undefined;

/**
 * Puts WebGPU there, in this thread. What somebody has put there before is used, and stays.
 *
 * @throws ManyhandsError `ERR_ENGINE` if the package does not load
 */
export async function provideGpu(): Promise<ProvidedGpu> {
  const scope = globalThis as { navigator?: { readonly gpu?: GPU } };
  const existing = scope.navigator?.gpu;
  if (existing !== undefined) return { gpu: existing, remove: () => undefined };
  const { create, globals } = await importPackage<typeof dawn>('webgpu', () => import('webgpu'), explainDawn);
  const gpu = (instance ??= create([]));
  const undo = Object.entries(globals).map(([name, value]) => define(globalThis, name, value));
  // Node has it from 21 on.
  undo.push(define(globalThis, 'navigator', {}), define(scope.navigator!, 'gpu', gpu));
  return { gpu, remove: () => undo.reverse().forEach((each) => each()) };
}

/** Defines a property that is not there. @returns takes it away, if it was not */
function define(owner: object, name: string, value: unknown): () => void {
  if (name in owner) return () => undefined;
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => void Reflect.deleteProperty(owner, name);
}
