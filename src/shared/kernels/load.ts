import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expected, messageOf } from '../errors.js';

/** `dist/wasm/kernels.wasm`, seen from `dist/src/shared/kernels/`. */
const KERNELS_URL = new URL('../../../wasm/kernels.wasm', import.meta.url);

/**
 * Compiles the kernels. Call it once, in the main thread, and send the module to the others: a module shared by threads shares
 * its machine code, so a thread that starts late starts at full speed.
 *
 * @param url - the file to compile; by default the one this package was built with
 * @throws ManyhandsError `ERR_KERNELS` if the file is missing or is not WebAssembly this version of Node can compile
 */
export function loadKernelModule(url: URL = KERNELS_URL): WebAssembly.Module {
  try {
    return new WebAssembly.Module(readFileSync(url));
  } catch (cause) {
    throw expected(
      'ERR_KERNELS',
      fileURLToPath(url),
      'the compiled kernels (make them with `npm run build`)',
      messageOf(cause),
      { cause },
    );
  }
}
