import type { ByteUpload } from '../backend.js';
import type { Tf } from '../tf.js';

/**
 * For the backends that compute in memory of the host. The library knows no bytes, but a truth value of it is one byte, which a cast takes
 * for the number that it holds.
 */
export function bytesAsTruths(tf: Tf): ByteUpload {
  return (bytes, shape) => tf.cast(tf.tensor(bytes, shape, 'bool'), 'float32');
}
