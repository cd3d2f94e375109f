import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuildError, run } from './command.js';
import { LIBRARY, WHEEL, type Package } from './packages.js';

const EXTRACT = fileURLToPath(new URL('../../../../test/engines/tensorflow/extract.py', import.meta.url));

/**
 * Installs packages of npm with what they depend on, and runs none of their scripts.
 *
 * @throws BuildError if one is not what its hash says
 */
export async function installPackages(folder: string, packages: readonly Package[]): Promise<void> {
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);

  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Partial<Record<string, { integrity?: string }>>;
  };
  for (const { name, version, hash } of packages) {
    const got = lock.packages[`node_modules/${name}`]?.integrity;
    if (got !== hash) throw new BuildError(`${name} ${version}: expected ${hash}, got ${got ?? 'no hash'}`);
  }
}

/** Puts the C library into `lib` and its headers into `include` of a folder. pip compares the wheel with its hash. */
export async function fetchLibrary(folder: string, into: string): Promise<void> {
  const wheels = join(folder, 'wheel');
  await mkdir(wheels);
  await writeFile(
    join(wheels, 'requirements.txt'),
    `${LIBRARY.name}==${LIBRARY.version} --hash=sha256:${LIBRARY.hash}\n`,
  );
  const which = ['--platform', WHEEL.platform, '--python-version', WHEEL.python, '--abi', WHEEL.abi];
  const what = [
    '--no-deps',
    '--only-binary',
    ':all:',
    '--require-hashes',
    '--requirement',
    'requirements.txt',
  ];
  const how = ['--quiet', '--no-cache-dir', '--disable-pip-version-check'];
  await run('python3', ['-mpip', 'download', ...how, ...which, ...what], wheels);
  const wheel = readdirSync(wheels).find((name) => name.endsWith('.whl'))!;
  await run('python3', [EXTRACT, wheel, into], wheels);
  await rm(wheels, { recursive: true });
}
