import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { ManyhandsError } from '../../../../src/shared/errors.js';
import { exposeApi } from '../../../../src/shared/rpc/expose.js';

/** What the thread answers. */
export interface TestApi {
  double(values: Float32Array): Promise<Float32Array>;
  /** Throws what this project throws. */
  fail(): Promise<void>;
  /** Throws anything else. */
  failOtherwise(): Promise<void>;
  /** Never answers. */
  hang(): Promise<void>;
  /** Ends the thread without an answer: with an exit code, or by an error nobody catches. */
  die(how: 'exit' | 'error'): Promise<void>;
}

const api: TestApi = {
  double: (values) => Promise.resolve(values.map((value) => 2 * value)),
  fail: () => Promise.reject(new ManyhandsError('ERR_SHAPE', 'batch: expected 4 elements, got 5')),
  failOtherwise: () => Promise.reject(new RangeError('out of range')),
  hang: () => new Promise(() => undefined),
  die(how) {
    if (how === 'exit') process.exit(3);
    setImmediate(() => {
      throw new Error('the thread broke');
    });
    return new Promise(() => undefined);
  },
};

exposeApi(api, (workerData as MessagePort | null) ?? parentPort!);
