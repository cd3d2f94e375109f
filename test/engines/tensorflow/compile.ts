import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.js';
import { COMPILER } from './needs.js';
import { ADDON, HEADERS, NODE_API_VERSION } from './packages.js';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Where an installed package lies. */
export const packageFolder = (folder: string, { name }: { readonly name: string }): string =>
  join(folder, 'node_modules', name);

/** Where the package looks for TensorFlow's C library, by itself and from its addon. */
export const libraryFolder = (folder: string): string => join(packageFolder(folder, ADDON), 'deps');

/**
 * Compiles the addon and puts it where the package looks for it.
 *
 * Two files and no generated code: one call of the compiler, where node-gyp would ask for headers of all of Node, which it
 * downloads.
 */
export async function compileAddon(folder: string): Promise<void> {
  const home = packageFolder(folder, ADDON);
  const output = join('lib', `napi-v${NODE_API_VERSION}`);
  await mkdir(join(home, output), { recursive: true });
  const headers = [join(packageFolder(folder, HEADERS), 'include'), 'deps/include'];
  const flags = ['-O2', '-std=c++17', '-shared', '-fPIC', `-DNAPI_VERSION=${NODE_API_VERSION}`];
  await run(
    COMPILER,
    [
      ...flags,
      ...headers.map((path) => `-I${path}`),
      'binding/tfjs_backend.cc',
      'binding/tfjs_binding.cc',
      ...LIBRARIES.map((name) => join('deps/lib', name)),
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
      '-o',
      join(output, 'tfjs_binding.node'),
    ],
    home,
  );
}
