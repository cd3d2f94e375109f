/** Node's module hooks for users' environment modules. Node runs this file in a thread of its own. */
import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';

const PACKAGE_URL = new URL('../../index.js', import.meta.url).href;

/**
 * Makes `manyhands` mean this package. A module outside any project finds it too, and one inside a project with its
 * own copy does not register its environments with that copy.
 */
export const resolve: ResolveHook = (specifier, context, nextResolve) =>
  specifier === 'manyhands' ? { url: PACKAGE_URL, shortCircuit: true } : nextResolve(specifier, context);

/**
 * Loads TypeScript as an ES module.
 *
 * Node strips types itself from 22.18 on, with the same stripper. Ours is used there too: every Node then runs the
 * same code, and an error has its line.
 */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!/^file:.*\.m?ts$/.test(url)) return nextLoad(url, context);
  const file = fileURLToPath(url);
  const source = await readFile(file, 'utf8');
  return { format: 'module', source: await stripTypes(source, file), shortCircuit: true };
};

/** Blanks out the types, so that lines and columns stay where they were. */
async function stripTypes(source: string, file: string): Promise<string> {
  const { transformSync } = await import('@swc/wasm-typescript');
  try {
    return transformSync(source, { mode: 'strip-only', module: true, filename: file }).code;
  } catch (thrown) {
    // It throws plain objects, with columns counted from 0.
    const { message, startLine, startColumn } = thrown as Record<string, string | number | undefined>;
    if (message === undefined) throw thrown;
    throw new SyntaxError(`${file}:${startLine ?? 1}:${Number(startColumn ?? 0) + 1}: ${message}`);
  }
}
