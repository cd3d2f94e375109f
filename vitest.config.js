import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Tests run as compiled by `npm run build`: worker threads load the same files that ship.
export default defineConfig({
  test: {
    include: ['dist/test/**/*.test.js'],
    testTimeout: 60_000,
    pool: 'forks',
    env: softwareGpu(),
  },
});

/**
 * Gives tests of WebGPU the software Vulkan driver that comes with Chromium, unless they are to use the machine's own.
 * Here, because a process reads the path to its libraries when it starts and never again: `test/support/webgpu.ts` is too late.
 */
function softwareGpu() {
  if (process.env.TEST_GPU === 'real') return {};
  const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
  const driver = (folder) => `${folder}/vk_swiftshader_icd.json`;
  const folder = folders.find((path) => existsSync(driver(path)));
  if (folder === undefined) return {};
  // The folder has the Vulkan loader too.
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: libraries, VK_DRIVER_FILES: driver(folder) };
}
