import { describe, expect, it } from 'vitest';
import { cannotRun } from '../../../../../src/learner/engines/tfjs/load/cannot-run.js';
import { importPackage } from '../../../../../src/learner/engines/tfjs/load/import-package.js';
import { selectBackend } from '../../../../../src/learner/engines/tfjs/load/library.js';
import type { Tf } from '../../../../../src/learner/engines/tfjs/tf.js';

const PACKAGES = '@tensorflow/tfjs-core @tensorflow/tfjs-layers @tensorflow/tfjs-backend-cpu';
const NOWHERE: string = '@nowhere/at-all';

/** What comes of a package whose import ends like this. */
const thrown = (load: () => Promise<unknown>): Promise<unknown> =>
  importPackage('tfjs-cpu', load).catch((error: unknown) => error);

describe('importPackage', () => {
  it('says which package is missing, and how to install all that the engine needs', async () => {
    expect(await thrown(() => import(NOWHERE))).toMatchObject({
      code: 'ERR_ENGINE',
      message: `engine 'tfjs-cpu': expected the packages ${PACKAGES}, got no ${NOWHERE}; npm install ${PACKAGES}`,
    });
  });

  it('says in one line why a package that is there does not load', async () => {
    const cause = new Error('libfoo.so: cannot open shared object file.\nRequire stack:\n- /home/me');
    expect(await thrown(() => Promise.reject(cause))).toMatchObject({
      message:
        `engine 'tfjs-cpu': expected the packages ${PACKAGES} to load, ` +
        `got libfoo.so: cannot open shared object file; npm install ${PACKAGES} may mend it`,
      cause,
    });
  });

  it('takes a file that is missing from a package for damage', async () => {
    const cause = new Error("Cannot find module '/app/node_modules/foo/index.js' imported from /app/x.js");
    expect(await thrown(() => Promise.reject(cause))).toMatchObject({
      message: expect.stringContaining(' to load, got Cannot find module') as string,
    });
  });

  it('says something of whatever is thrown', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- packages throw what they like
    expect(await thrown(() => Promise.reject('broken'))).toMatchObject({
      message: expect.stringContaining(' to load, got broken; npm install') as string,
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
