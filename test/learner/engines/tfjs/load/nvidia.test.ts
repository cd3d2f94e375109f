import { afterEach, describe, expect, it, vi } from 'vitest';
import { nvidiaGpu } from '../../../../../src/learner/engines/tfjs/load/nvidia.js';
import { temporaryFolder } from '../../../../support/temporary-folder.js';
import { pathWithSmi } from './support/nvidia-smi.js';

const folder = temporaryFolder();
afterEach(() => void vi.unstubAllEnvs());

describe.skipIf(process.platform === 'win32')('nvidiaGpu', () => {
  it.each([
    { lines: ['NVIDIA H200, 143771'], gpu: { name: 'NVIDIA H200', memoryBytes: 143_771 * 2 ** 20 } },
    // Of two that are alike it does not matter which.
    {
      lines: ['Tesla T4, 15360', 'Tesla T4, 15360'],
      gpu: { name: 'Tesla T4', memoryBytes: 15_360 * 2 ** 20 },
    },
    { lines: ['Tesla T4, 15360', 'NVIDIA H200, 143771'], gpu: undefined },
    { lines: ['NVIDIA GB10, [N/A]'], gpu: { name: 'NVIDIA GB10', memoryBytes: undefined } },
    { lines: ['No devices were found'], gpu: undefined },
    { lines: 'failure' as const, gpu: undefined },
  ])('reads $lines', async ({ lines, gpu }) => {
    vi.stubEnv('PATH', pathWithSmi(folder, lines));
    expect(await nvidiaGpu()).toEqual(gpu);
  });

  it('knows none where the program is not there', async () => {
    vi.stubEnv('PATH', folder);
    expect(await nvidiaGpu()).toBeUndefined();
  });
});
