/**
 * Builds `@tensorflow/tfjs-node` where its own installer cannot: `node dist/test/engines/tensorflow/build.js [folder]`.
 *
 * Its installer downloads the addon and TensorFlow's C library from a host that may be out of reach. This takes the addon's sources
 * from the package on npm and the library out of a wheel on PyPI, compiles, tries it, and links it to where `import` finds it
 * from `dist`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../../src/shared/errors.js';
import { BuildError, run } from './command.js';
import { compileAddon, libraryFolder, packageFolder } from './compile.js';
import { fetchLibrary, installPackages } from './download.js';
import { checkNeeds } from './needs.js';
import { ADDON, HEADERS, LIBRARY } from './packages.js';

const DIST = fileURLToPath(new URL('../../../', import.meta.url));
/** Written last: a folder that has it is whole, and this script's own to replace. */
const MARK = 'built.json';
const VERSIONS = JSON.stringify([ADDON, HEADERS, LIBRARY].map(({ name, version }) => `${name} ${version}`));

const TRY = fileURLToPath(new URL('./try.js', import.meta.url));

/** What is in a folder: a whole build of these very versions, nothing that would be lost, or what is not ours. */
async function stateOf(folder: string): Promise<'built' | 'free' | 'foreign'> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  if (names.length === 0) return 'free';
  if (!names.includes(MARK)) return 'foreign';
  return (await readFile(join(folder, MARK), 'utf8')) === VERSIONS ? 'built' : 'free';
}

async function build(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(unfinished, { recursive: true });
  try {
    await checkNeeds(folder);
    console.log(`Installing ${ADDON.name} ${ADDON.version}, none of its scripts`);
    await installPackages(unfinished, [ADDON, HEADERS]);
    console.log(`Downloading ${LIBRARY.name} ${LIBRARY.version}, 232 MB`);
    await fetchLibrary(unfinished, libraryFolder(unfinished));
    console.log('Compiling the addon');
    await compileAddon(unfinished);
    await writeFile(join(unfinished, MARK), VERSIONS);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** `import` looks here from every file under `dist`; npm, which owns the other `node_modules`, does not. */
async function link(folder: string): Promise<string> {
  const path = join(DIST, 'node_modules', ADDON.name);
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  await symlink(packageFolder(folder, ADDON), path, 'dir');
  return path;
}

async function main(folder: string): Promise<void> {
  const state = await stateOf(folder);
  if (state === 'foreign')
    throw new BuildError(
      `${folder}: expected a folder that is new, empty or of an earlier build, got files of others`,
    );
  if (state === 'free') await build(folder);
  const path = await link(folder);
  const tried = await run(process.execPath, ['--no-deprecation', TRY], DIST).catch((cause: unknown) => {
    throw new BuildError(`${messageOf(cause)}; remove ${folder} and run this again`, { cause });
  });
  console.log(
    `${tried.trim()}\nIn ${folder}, linked at ${path}: tests of the engine tensorflow find it now.`,
  );
}

try {
  await main(resolve(process.argv[2] ?? join(DIST, '../.tensorflow')));
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
