import { expectedAdapter } from './no-adapter.js';
import type { Device } from '../../device.js';
import { cannotRun, firstLineOf } from './cannot-run.js';
import { nvidiaGpu } from './nvidia.js';

/** What TensorFlow.js makes use of beyond what every WebGPU device has, and a GPU mostly has. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** A device of WebGPU, of the fastest adapter. */
export interface OpenDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  readonly description: Device;
}

/** @throws ManyhandsError `ERR_ENGINE` if there is no adapter, or it gives no device */
export async function openDevice(gpu: GPU): Promise<OpenDevice> {
  const adapter = await requestAdapter(gpu);
  if (adapter === null) throw cannotRun('webgpu', expectedAdapter());
  const { info, limits } = adapter;
  const name = nameOf(info);
  // WebGPU does not say how much memory there is.
  const memory = info.vendor === 'nvidia' ? nvidiaGpu() : Promise.resolve(undefined);
  const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, limits[limit]]));
  const device = await adapter.requestDevice({ requiredLimits }).catch((cause: unknown) => {
    const fix = 'update the driver of the GPU';
    throw cannotRun('webgpu', { wanted: `${name} to give a device`, got: firstLineOf(cause), fix }, cause);
  });
  // Dawn's word for an adapter that computes on the CPU, whatever it is called.
  const isSoftware = info.isFallbackAdapter;
  return {
    device,
    info,
    description: { name, kind: 'gpu', isSoftware, memoryBytes: (await memory)?.memoryBytes },
  };
}

/** Dawn throws rather than rejects where its own settings are wrong. */
async function requestAdapter(gpu: GPU): Promise<GPUAdapter | null> {
  try {
    return await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (cause) {
    const fix = 'update the driver of the GPU';
    throw cannotRun('webgpu', { wanted: 'a GPU', got: firstLineOf(cause), fix }, cause);
  }
}

/** As the driver calls the device and itself, such as `swiftshader-device-subzero (SwiftShader driver 5.0.0)`. */
function nameOf({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  const name = (device || `${vendor} ${architecture}`).replace(/^[\s-]+|[\s-]+$/g, '');
  if (name === '') return description || 'GPU';
  return description === '' ? name : `${name} (${description})`;
}
