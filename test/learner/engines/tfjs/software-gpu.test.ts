import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WEBGPU, WITHOUT_GPU } from '../../../support/webgpu.js';

const ASK = `
  import { create } from 'webgpu';
  globalThis.kept = create([]);
  console.log((await kept.requestAdapter()) === null);
`;

/** An instance that is collected may take the process with it. */
let kept: GPU | undefined;

/** Loaded late: it has no binary for every platform that tests run on. */
async function adapterInfo(): Promise<GPUAdapterInfo | undefined> {
  const { create } = await import('webgpu');
  kept = create([]);
  return (await kept.requestAdapter())?.info;
}

/** Whether a process with these variables finds no adapter. */
async function findsNone(env: NodeJS.ProcessEnv): Promise<string> {
  const ask = ['--input-type=module', '--eval', ASK];
  const { stdout } = await promisify(execFile)(process.execPath, ask, { env: { ...process.env, ...env } });
  return stdout.trim();
}

describe.runIf(WEBGPU === 'software')('the software GPU of tests', () => {
  it('says that it is one', async () => {
    expect(await adapterInfo()).toMatchObject({ architecture: 'swiftshader', isFallbackAdapter: true });
  });

  it('is there in processes that tests start, and can be taken from them', async () => {
    expect(await findsNone({})).toBe('false');
    expect(await findsNone(WITHOUT_GPU)).toBe('true');
  });
});

describe.runIf(WEBGPU === 'real')('the GPU of this machine', () => {
  it('is no software', async () => {
    expect(await adapterInfo()).toMatchObject({ isFallbackAdapter: false });
  });
});
