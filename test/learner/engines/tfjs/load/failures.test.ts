import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../support/temporary-folder.js';
import { WEBGPU, WITHOUT_GPU } from '../../../../support/webgpu.js';
import { loaded, type Loaded } from './support/loaded.js';
import { pathWithSmi } from './support/nvidia-smi.js';

const folder = temporaryFolder();

/** What each engine needs that no other does. */
const OWN_PACKAGE = {
  'tfjs-cpu': '@tensorflow/tfjs-backend-cpu',
  'tfjs-wasm': '@tensorflow/tfjs-backend-wasm',
  tensorflow: '@tensorflow/tfjs-node',
  'tensorflow-gpu': '@tensorflow/tfjs-node-gpu',
  webgpu: 'webgpu',
};
const ENGINES = Object.keys(OWN_PACKAGE);

const everyPackage = (source: string | null) =>
  Object.fromEntries(Object.values(OWN_PACKAGE).map((name) => [name, source]));

/** The line of each engine after what it is about. @throws if one is no such line */
function lines(said: readonly Loaded[]): Record<string, string> {
  const entries = said.map(({ engine, code, message = '' }): [string, string] => {
    const line = /^engine '([\w-]+)': expected ([^\n]+, got [^\n]+; [^\n]+)$/.exec(message);
    expect([code, line?.[1]], message).toEqual(['ERR_ENGINE', engine]);
    return [engine, line![2]!];
  });
  return Object.fromEntries(entries);
}

/** Stands for a native package, whose backend says these things of itself. */
const nativePackage = (isGPUPackage: boolean, isUsingGpuDevice: boolean): string => `
  const backend = { isGPUPackage: ${isGPUPackage}, isUsingGpuDevice: ${isUsingGpuDevice} };
  export default {
    enableProdMode() {}, setBackend: async () => true, getBackend: () => 'tensorflow', backend: () => backend,
    ones: () => 1, fill: () => 1, matMul: () => ({ data: async () => [6] }),
  };`;

/** Loads `tensorflow-gpu` where its package says that, and NVIDIA's program this. */
async function loadedGpu(
  isGPUPackage: boolean,
  isUsingGpuDevice: boolean,
  smi: readonly string[] | 'failure',
) {
  const stubs = { '@tensorflow/tfjs-node-gpu': nativePackage(isGPUPackage, isUsingGpuDevice) };
  return loaded(['tensorflow-gpu'], { stubs, env: { PATH: pathWithSmi(folder, smi) } });
}

describe('an engine that cannot run', () => {
  it('names its package where that is not installed', async () => {
    const said = lines(await loaded(ENGINES, { stubs: everyPackage(null) }));
    expect(Object.keys(said)).toEqual(ENGINES);
    for (const [engine, name] of Object.entries(OWN_PACKAGE)) {
      expect(said[engine]).toMatch(/^the packages @tensorflow/);
      expect(said[engine]).toContain(`${name}, got no ${name}; npm install `);
      expect(said[engine]).toMatch(new RegExp(`npm install .*${name}$`));
    }
  });

  it('names the library itself where that is not installed', async () => {
    const said = lines(await loaded(['tfjs-cpu'], { stubs: { '@tensorflow/tfjs-layers': null } }));
    expect(said['tfjs-cpu']).toMatch(
      /got no @tensorflow\/tfjs-layers; npm install .*tfjs-core .*tfjs-backend-cpu$/,
    );
  });

  it('says in one line what its package throws', async () => {
    const broken = `throw new Error('libfoo.so: cannot open shared object file.\\nRequire stack: ...');`;
    const said = lines(await loaded(ENGINES, { stubs: everyPackage(broken) }));
    expect(Object.keys(said)).toEqual(ENGINES);
    for (const line of Object.values(said))
      expect(line).toContain('to load, got libfoo.so: cannot open shared object file; npm install');
  });

  it.runIf(WEBGPU)('says what to do where WebGPU finds no GPU, each time it is asked', async () => {
    const said = await loaded(['webgpu', 'webgpu'], { env: WITHOUT_GPU });
    expect(said).toHaveLength(2);
    expect(lines(said)['webgpu']).toMatch(/^a GPU with /);
    expect(said[1]).toEqual(said[0]);
  });
});

describe.skipIf(process.platform === 'win32')('tensorflow-gpu', () => {
  it('cannot run where its package computes on the CPU, as it does without a driver', async () => {
    const said = lines(await loadedGpu(true, false, 'failure'));
    expect(said['tensorflow-gpu']).toMatch(
      /CUDA 11\.2 and cuDNN 8\.1, got none that nvidia-smi knows; install/,
    );
  });

  it('names the GPU that its libraries are missing for', async () => {
    const said = lines(await loadedGpu(true, false, ['Tesla T4, 15360']));
    expect(said['tensorflow-gpu']).toContain('got Tesla T4 without them; install those');
  });

  it('runs on a GPU, with the name and the memory that its driver says', async () => {
    const device = { name: 'Tesla T4', kind: 'gpu', isSoftware: false, memoryBytes: 15_360 * 2 ** 20 };
    expect(await loadedGpu(true, true, ['Tesla T4, 15360'])).toMatchObject([{ device }]);
  });

  it('cannot run where the other native package was first in its thread', async () => {
    const said = lines(await loadedGpu(false, false, 'failure'));
    expect(said['tensorflow-gpu']).toContain('in which @tensorflow/tfjs-node was loaded before');
  });
});
