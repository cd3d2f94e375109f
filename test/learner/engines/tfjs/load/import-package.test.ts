import { describe, expect, it } from 'vitest';
import { cannotRun, importPackage } from '../../../../../src/learner/engines/tfjs/load/import-package.js';
import { selectBackend } from '../../../../../src/learner/engines/tfjs/load/library.js';
import type { Tf } from '../../../../../src/learner/engines/tfjs/tf.js';

const NOWHERE: string = '@nowhere/at-all';

/** What is said of a package whose import ends like this. */
function said(packages: readonly string[], load: () => Promise<unknown>): Promise<unknown> {
  return importPackage('webgpu', packages, load).then(
    () => 'it loaded',
    (error: unknown) => error,
  );
}

describe('importPackage', () => {
  it('says which package is missing, and how to install all that the engine needs', async () => {
    expect(await said(['webgpu', NOWHERE], () => import(NOWHERE))).toMatchObject({
      code: 'ERR_ENGINE',
      message: `engine 'webgpu': expected the packages webgpu ${NOWHERE}, got no ${NOWHERE}; npm install webgpu ${NOWHERE}`,
    });
  });

  it('says in one line why a package that is there does not load', async () => {
    const cause = new Error('libfoo.so: cannot open shared object file.\nRequire stack:\n- /home/me');
    const error = await said(['foo'], () => Promise.reject(cause));
    expect(error).toMatchObject({
      message:
        "engine 'webgpu': expected the package foo to load, got libfoo.so: cannot open shared object file; npm install foo may mend it",
      cause,
    });
  });

  it('takes a file that is missing from a package for damage', async () => {
    const cause = new Error("Cannot find module '/app/node_modules/foo/index.js' imported from /app/x.js");
    expect(await said(['foo'], () => Promise.reject(cause))).toMatchObject({
      message: expect.stringContaining('expected the package foo to load, got Cannot find') as string,
    });
  });

  it('says something of whatever is thrown', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- packages throw what they like
    expect(await said(['foo'], () => Promise.reject('broken'))).toMatchObject({
      message: "engine 'webgpu': expected the package foo to load, got broken; npm install foo may mend it",
    });
  });
});

describe('cannotRun', () => {
  it('is one line that says what to do', () => {
    const error = cannotRun('tfjs-wasm', { wanted: 'a memory', got: 'none.', fix: 'buy one' });
    expect(error.message).toBe("engine 'tfjs-wasm': expected a memory, got none; buy one");
  });
});

describe('selectBackend', () => {
  const library = (isSet: boolean, backend: string) =>
    ({ setBackend: () => Promise.resolve(isSet), getBackend: () => backend }) as unknown as Tf;

  it.each([
    { name: 'refuses, and goes on with another', tf: library(false, 'cpu'), got: 'a refusal' },
    // As WebGPU without an adapter: it says that it is what it is not.
    { name: 'refuses, and says that it is set', tf: library(false, 'webgpu'), got: 'a refusal' },
    { name: 'agrees, and goes on with another', tf: library(true, 'cpu'), got: 'cpu in its place' },
  ])('throws if the library $name', async ({ tf, got }) => {
    await expect(selectBackend(tf, 'webgpu', 'webgpu')).rejects.toThrow(
      `engine 'webgpu': expected the backend webgpu of TensorFlow.js to start, got ${got};`,
    );
  });
});
