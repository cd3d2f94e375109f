import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../../../shared/errors.js';
import type { Obstacle } from './cannot-run.js';

/** What of a machine says why WebGPU finds no adapter on it. */
export interface AdapterFacts {
  readonly platform: NodeJS.Platform;
  /** Files by which a process talks to a GPU. */
  readonly devices: readonly { readonly path: string; readonly isAllowed: boolean }[];
  readonly hasVulkanLoader: boolean;
  readonly isContainer: boolean;
}

/** Why WebGPU finds no adapter: a guess from what is there, as Dawn does not say. */
export function expectedAdapter(facts: AdapterFacts = look()): Obstacle {
  const { platform, devices, hasVulkanLoader, isContainer } = facts;
  if (platform !== 'linux') {
    const wanted = platform === 'darwin' ? 'a GPU with Metal' : 'a GPU with Direct3D 12 or Vulkan';
    return { wanted, got: 'none', fix: 'update its driver, or use another engine' };
  }
  const wanted = 'a GPU with a Vulkan driver';
  if (devices.length === 0) {
    const got = 'neither /dev/dri nor /dev/nvidia*';
    if (!isContainer) return { wanted, got, fix: 'install the driver of the GPU, or use another engine' };
    const run =
      'docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=all for NVIDIA, --device /dev/dri for others';
    return { wanted, got, fix: `start the container with the GPU (${run}), or use another engine` };
  }
  if (!hasVulkanLoader) {
    const fix = 'install libvulkan1 (Debian, Ubuntu) or vulkan-loader (Fedora) and the driver of the GPU';
    return { wanted, got: 'no Vulkan loader (libvulkan.so.1)', fix };
  }
  if (!devices.some(({ isAllowed }) => isAllowed)) {
    const got = `no permission for ${devices.map(({ path }) => path).join(' and ')}`;
    return { wanted, got, fix: "add the user to the file's group, mostly render or video" };
  }
  const nvidia = isContainer
    ? 'start the container with NVIDIA_DRIVER_CAPABILITIES=all (NVIDIA)'
    : "NVIDIA's driver with its Vulkan part";
  return { wanted, got: 'none', fix: `install mesa-vulkan-drivers (AMD, Intel), or ${nvidia}` };
}

function look(): AdapterFacts {
  const { platform } = process;
  if (platform !== 'linux') return { platform, devices: [], hasVulkanLoader: false, isContainer: false };
  return {
    platform,
    devices: gpuFiles().map((path) => ({ path, isAllowed: isAllowed(path) })),
    hasVulkanLoader: canOpen('libvulkan.so.1'),
    isContainer: ['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(path)),
  };
}

/** Kernel interfaces of GPUs: of Mesa's drivers, NVIDIA's, and Windows' under WSL. */
function gpuFiles(): string[] {
  const inFolder = (folder: string, name: RegExp): string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => name.test(file))
          .map((file) => join(folder, file))
      : [];
  return [...inFolder('/dev/dri', /^renderD\d+$/), ...inFolder('/dev', /^(?:nvidia\d+|dxg)$/)];
}

function isAllowed(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether the system's loader finds a library. It is no module of Node, which says so only once it is open. */
function canOpen(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library);
    return true;
  } catch (error) {
    return !messageOf(error).includes('cannot open shared object file');
  }
}
