import { createRequire } from 'node:module';
import { ADDON } from '../engines/tensorflow/packages.js';

/** Whether TensorFlow's native addon is here to be tested: docs/gpu.md says how to build it. Why it is not is printed. */
export const HAS_TENSORFLOW = canResolve(ADDON.name);

function canResolve(name: string): boolean {
  try {
    return createRequire(import.meta.url).resolve(name) !== '';
  } catch {
    console.warn(`Skipped, as ${name} is not installed (docs/gpu.md): tests of its addon.`);
    return false;
  }
}
