import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { ManyhandsError } from '../../../../shared/errors.js';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cannotRun, firstLineOf, type Obstacle } from './cannot-run.js';

/**
 * TensorFlow.js' backend on a device, which says when the device is lost or could not do what it was asked: the library itself goes on
 * with zeros. Whatever is read or uploaded after that throws `ERR_ENGINE`.
 */
export function watchedBackend(
  Backend: typeof WebGPUBackend,
  device: GPUDevice,
  info: GPUAdapterInfo,
): WebGPUBackend {
  let failure: ManyhandsError | undefined;
  const failed = (): ManyhandsError | undefined => failure;
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    failure ??= cannotRun('webgpu', refusal(event.error), event.error);
  });
  void device.lost.then(({ message }) => {
    const got = message === '' ? 'it lost' : `it lost: ${firstLineOf(message)}`;
    const fix = 'see what its driver says, lower learner.batchSize, or use another engine';
    failure ??= cannotRun('webgpu', { wanted: 'its device to last', got, fix });
  });

  return new (class extends Backend {
    override async read(dataId: object): ReturnType<WebGPUBackend['read']> {
      try {
        const values = await super.read(dataId);
        if (failure === undefined) return values;
      } catch (error) {
        // The news of the loss may come after what it made fail.
        await nextTurn();
        throw failed() ?? error;
      }
      throw failure;
    }

    override uploadToGPU(dataId: object): void {
      if (failure !== undefined) throw failure;
      super.uploadToGPU(dataId);
    }
  })(device, info);
}

function refusal(error: GPUError): Obstacle {
  const got = firstLineOf(error.message);
  if (error.constructor.name === 'GPUOutOfMemoryError') {
    const fix = 'lower learner.batchSize, take a smaller network, or use another engine';
    return { wanted: 'room in the memory of its device', got, fix };
  }
  return { wanted: 'its device to do what it is asked', got, fix: 'report it: it is a bug' };
}
