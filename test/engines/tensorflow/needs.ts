import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BuildError, runs } from './command.js';

/** The C++ compiler. */
export const COMPILER = process.env['CXX'] ?? 'c++';

/** What the wheel, the library in it and the packages take together, with some room. */
const BYTES = 1.5e9;

/**
 * Looks for all that a build needs before it downloads anything.
 *
 * @param folder - that will hold the build
 * @throws BuildError that names everything that is missing
 */
export async function checkNeeds(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(folder));
  const megabytes = Math.floor((bavail * bsize) / 1e6);
  const needs: readonly (readonly [boolean, string])[] = [
    [isLinuxX64(), `Linux on x64 with glibc (this is ${process.platform} on ${process.arch})`],
    [await runs(COMPILER, ['--version']), `a C++ compiler, ${COMPILER} (Debian: g++)`],
    [await runs('python3', ['-mpip', '--version']), 'python3 with pip (Debian: python3-pip)'],
    [await runs('npm', ['--version']), 'npm'],
    [megabytes * 1e6 >= BYTES, `${BYTES / 1e6} MB free in ${dirname(folder)} (there are ${megabytes})`],
  ];
  const missing = needs.filter(([isMet]) => !isMet).map(([, need]) => need);
  if (missing.length > 0) throw new BuildError(`this machine lacks ${missing.join('; ')}`);
}

/** What the wheel is for. Of the libraries only glibc shows its version to Node. */
function isLinuxX64(): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}
