import type { ByteUpload } from '../backend.js';
import type { Tensor, Tf } from '../tf.js';

/** What the native backend runs its operations with. */
interface NativeOperations {
  readonly binding: {
    readonly TF_UINT8: number;
    readonly TF_FLOAT: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    createTensor(shape: readonly number[], dtype: number, values: Uint8Array): number;
    deleteTensor(id: number): void;
    executeOp(name: string, attributes: readonly object[], inputs: readonly number[], outputs: 1): [object];
  };
  createOutputTensor(metadata: object): Tensor;
}

/** TensorFlow knows bytes, and the library that sits on it does not: they go up as such, and are cast where it computes. */
export function nativeBytes(tf: Tf): ByteUpload {
  return (bytes, shape) => {
    const native = tf.backend() as unknown as NativeOperations;
    const { binding } = native;
    const type = binding.TF_ATTR_TYPE;
    const attributes = [
      { name: 'SrcT', type, value: binding.TF_UINT8 },
      { name: 'DstT', type, value: binding.TF_FLOAT },
      { name: 'Truncate', type: binding.TF_ATTR_BOOL, value: false },
    ];
    const id = binding.createTensor(shape, binding.TF_UINT8, bytes);
    try {
      return native.createOutputTensor(binding.executeOp('Cast', attributes, [id], 1)[0]);
    } finally {
      binding.deleteTensor(id);
    }
  };
}
