import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ENGINE_PACKAGES,
  expectPackages,
  missingPackages,
} from '../../../../../src/learner/engines/tfjs/load/packages.js';
import { TFJS_ENGINES } from '../../../../../src/shared/config/engines.js';

/** Whether a package has a folder where this file would look for it. */
function hasFolder(name: string): boolean {
  const { resolve } = createRequire(import.meta.url);
  return resolve.paths(name)!.some((folder) => existsSync(join(folder, name)));
}

/** The native packages are installed here or there; a test of these engines has both kinds only where one is missing. */
const absent = TFJS_ENGINES.filter((engine) => !ENGINE_PACKAGES[engine].every(hasFolder));

describe('missingPackages', () => {
  it.each(TFJS_ENGINES)('names those packages of %s that have no folder', (engine) => {
    expect(missingPackages(engine)).toEqual(ENGINE_PACKAGES[engine].filter((name) => !hasFolder(name)));
  });

  it('finds what a checkout has for development', () => {
    expect([...missingPackages('webgpu'), ...missingPackages('tfjs-wasm')]).toEqual([]);
  });
});

describe('expectPackages', () => {
  it('is content with those that are there', () => {
    expect(() => expectPackages('tfjs-cpu')).not.toThrow();
  });

  it.runIf(absent.length > 0)('says in one line what to install', () => {
    const [engine] = absent;
    const names = ENGINE_PACKAGES[engine!].join(' ');
    expect(() => expectPackages(engine!)).toThrow(
      expect.objectContaining({
        code: 'ERR_ENGINE',
        message: `engine '${engine!}': expected the packages ${names}, got no ${names}; npm install ${names}`,
      }) as Error,
    );
  });
});
