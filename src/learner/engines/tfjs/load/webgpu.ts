import type * as webgpuPackage from '@tensorflow/tfjs-backend-webgpu';
import type { BackendTraits, TfjsBackend } from '../backend.js';
import { importPackage } from './import-package.js';
import { loadLibrary, selectBackend } from './library.js';
import { bytesInWords } from './webgpu-bytes.js';
import { openDevice } from './webgpu-device.js';
import { provideGpu } from './webgpu-globals.js';
import { watchedBackend } from './webgpu-watch.js';

const TRAITS: BackendTraits = {
  transposesFirst: false,
  hasFilterGradient: true,
  hasQuickInputGradient: true,
};

/**
 * TensorFlow.js on WebGPU: on any GPU with Vulkan, Metal or Direct3D 12, by way of Dawn, which is npm's `webgpu`.
 *
 * Dawn aborts the process if a thread is taken down inside a call or with a read on its way. A thread that ends by itself, be it by an
 * error or `process.exit`, gives the device back first: that much is done here. `terminate()` and the end of the main thread leave no
 * time for it: whoever may do either asks the thread to end, and waits.
 *
 * @throws ManyhandsError `ERR_ENGINE` if a package or a driver lacks
 */
export async function loadWebGpu(): Promise<TfjsBackend> {
  const tf = await loadLibrary('webgpu');
  const provided = await provideGpu();
  try {
    const { WebGPUBackend, webgpu_util } = await importPackage<typeof webgpuPackage>(
      'webgpu',
      () => import('@tensorflow/tfjs-backend-webgpu'),
    );
    const { device, info, description } = await openDevice(provided.gpu);
    const backend = watchedBackend(WebGPUBackend, device, info);
    // In this order: it is the end of its buffers that rejects reads which are on their way, at once.
    const letGo = (): void => {
      backend.dispose();
      device.destroy();
    };
    // Before others, who may say that the device is free.
    process.prependOnceListener('exit', letGo);
    const close = (): void => {
      process.off('exit', letGo);
      if (tf.findBackend('webgpu') === backend) tf.removeBackend('webgpu');
      letGo();
      provided.remove();
    };
    try {
      // The library's own factory asks for a device of its own.
      if ((tf.findBackendFactory('webgpu') as unknown) !== null) tf.removeBackend('webgpu');
      tf.registerBackend('webgpu', () => backend);
      await selectBackend(tf, 'webgpu', 'webgpu');
      // Of its programs for products, the one that large ones get: the others make a CPU wait for threads that it has to imitate, and
      // an update of a small network takes 40 times as long with them.
      if (description.isSoftware)
        tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', webgpu_util.MatMulProgramType.MatMulPackedProgram);
    } catch (error) {
      close();
      throw error;
    }
    const uploadBytes = bytesInWords(tf, webgpu_util);
    return { engine: 'webgpu', tf, device: description, traits: TRAITS, uploadBytes, close };
  } catch (error) {
    provided.remove();
    throw error;
  }
}
