/** Set where tests of WebGPU are to fail rather than to be skipped. */
const REQUIRED = 'REQUIRE_WEBGPU';

/**
 * What WebGPU runs on in tests, in this process and in those it starts: SwiftShader, which computes as a GPU does and slowly,
 * or the machine's GPU; undefined, and why it is printed, where there is neither: an error if it is required.
 */
export const WEBGPU = findWebGpu();

/** Variables of a process that is to find no GPU, on any machine with Vulkan. */
export const WITHOUT_GPU = { VK_DRIVER_FILES: '/nonexistent', VK_ICD_FILENAMES: '/nonexistent' };

function findWebGpu(): 'software' | 'real' | undefined {
  if (process.env['TEST_GPU'] === 'real') return 'real';
  // vitest.config.js looks for it.
  if (process.env['VK_DRIVER_FILES']?.includes('swiftshader')) return 'software';
  const reason = 'no SwiftShader is here (Debian: package chromium) and TEST_GPU is not "real"';
  if (process.env[REQUIRED]) throw new Error(`${REQUIRED} is set, but ${reason}`);
  console.warn(`Skipped, as ${reason}: tests of WebGPU.`);
  return undefined;
}
