import { describe, expect, it } from 'vitest';
import {
  expectedAdapter,
  type AdapterFacts,
} from '../../../../../src/learner/engines/tfjs/load/no-adapter.js';

/** A machine with a GPU for which it lacks the Vulkan driver. */
const MACHINE: AdapterFacts = {
  platform: 'linux',
  devices: [{ path: '/dev/dri/renderD128', isAllowed: true }],
  hasVulkanLoader: true,
  isContainer: false,
};

describe('expectedAdapter', () => {
  it.each<[string, Partial<AdapterFacts>, RegExp]>([
    ['a driver', {}, /got none; install mesa-vulkan-drivers .* NVIDIA's driver/],
    ['a driver in a container', { isContainer: true }, /NVIDIA_DRIVER_CAPABILITIES=all/],
    ['the Vulkan loader', { hasVulkanLoader: false }, /no Vulkan loader .*; install libvulkan1/],
    ['a GPU', { devices: [] }, /neither .*; install the driver of the GPU, or use another engine/],
    ['a GPU in a container', { devices: [], isContainer: true }, /docker run --gpus all/],
    [
      'permission',
      { devices: [{ path: '/dev/dri/renderD128', isAllowed: false }] },
      /no permission for \/dev\/dri\/renderD128; add the user to/,
    ],
    ['a GPU on macOS', { platform: 'darwin' }, /^a GPU with Metal, got none; update/],
    ['a GPU on Windows', { platform: 'win32' }, /^a GPU with Direct3D 12 or Vulkan, got none; update/],
  ])('says what to do about the lack of %s', (_, facts, line) => {
    const { wanted, got, fix } = expectedAdapter({ ...MACHINE, ...facts });
    expect(`${wanted}, got ${got}; ${fix}`).toMatch(line);
  });

  it('looks at this machine', () => {
    const { wanted, got, fix } = expectedAdapter();
    for (const part of [wanted, got, fix]) expect(part).toMatch(/^[^\n]+$/);
  });
});
