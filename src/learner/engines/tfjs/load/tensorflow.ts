import util from 'node:util';
import { hostDevice, type Device } from '../../device.js';
import type { BackendTraits, TfjsBackend } from '../backend.js';
import type { Tf } from '../tf.js';
import { cannotRun, type Obstacle } from './cannot-run.js';
import { importPackage } from './import-package.js';
import { selectBackend } from './library.js';
import { nativeBytes } from './tensorflow-bytes.js';
import { nvidiaGpu } from './nvidia.js';

type TensorflowEngine = 'tensorflow' | 'tensorflow-gpu';

const PACKAGES = {
  tensorflow: '@tensorflow/tfjs-node',
  'tensorflow-gpu': '@tensorflow/tfjs-node-gpu',
} as const;
const TRAITS: BackendTraits = {
  transposesFirst: false,
  hasFilterGradient: true,
  hasQuickInputGradient: true,
};

/** What the backend of either package says of itself. */
interface NativeBackend {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
}

/**
 * TensorFlow.js on TensorFlow's own native library, on the CPU or on a CUDA GPU. Both packages call their backend by one name, so a
 * thread runs the one that it loaded first, for as long as it lives.
 *
 * @throws ManyhandsError `ERR_ENGINE` if the package does not load, the other one was loaded in this thread, or no GPU is used that should be
 */
export async function loadTensorflow(engine: TensorflowEngine): Promise<TfjsBackend> {
  restoreIsNullOrUndefined();
  const name = PACKAGES[engine];
  // It brings a TensorFlow.js of its own, with gradients and all.
  const { default: tf } = await importPackage<{ readonly default: Tf }>(engine, () => import(name));
  tf.enableProdMode();
  await selectBackend(tf, engine, 'tensorflow');
  const native = tf.backend() as unknown as NativeBackend;
  const wantsGpu = engine === 'tensorflow-gpu';
  if (native.isGPUPackage !== wantsGpu)
    throw cannotRun(engine, otherLoaded(PACKAGES[wantsGpu ? 'tensorflow' : 'tensorflow-gpu']));
  if (wantsGpu && !native.isUsingGpuDevice) throw cannotRun(engine, await noCuda());
  const device = wantsGpu ? await cudaDevice() : hostDevice();
  return { engine, tf, device, traits: TRAITS, uploadBytes: nativeBytes(tf), close: () => undefined };
}

/** Both packages call it. Node 22 warns of that, and from 23 on it is not there. */
function restoreIsNullOrUndefined(): void {
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined = (value) => value === null || value === undefined;
}

function otherLoaded(other: string): Obstacle {
  return {
    wanted: 'a thread of its own',
    got: `one in which ${other} was loaded before`,
    fix: 'load them in different processes',
  };
}

/** The package computes on the CPU, and says nothing, where it finds no GPU that it can use. */
async function noCuda(): Promise<Obstacle> {
  const wanted = 'a GPU that it can use: an NVIDIA one, with CUDA 11.2 and cuDNN 8.1';
  const gpu = await nvidiaGpu();
  if (gpu === undefined)
    return {
      wanted,
      got: 'none that nvidia-smi knows',
      fix: "install NVIDIA's driver, or use engine 'webgpu' or 'tensorflow'",
    };
  const fix = "install those (TensorFlow's messages name the library that it misses), or use engine 'webgpu'";
  return { wanted, got: `${gpu.name} without them`, fix };
}

async function cudaDevice(): Promise<Device> {
  const { name = 'NVIDIA GPU', memoryBytes } = (await nvidiaGpu()) ?? {};
  return { name, kind: 'gpu', isSoftware: false, memoryBytes };
}
