import type { Tensor, Tf } from '../engines/tfjs/tf.js';

/**
 * The number in each row that an index says.
 *
 * @param values - `[B, A]`
 * @param index - int32 `[B]`, in `[0, A)`
 * @returns `[B]`
 */
export function pick(tf: Tf, values: Tensor, index: Tensor): Tensor {
  const numColumns = values.shape[1]!;
  // The library knows no one-hot vectors of length 1.
  if (numColumns === 1) return tf.reshape(values, [-1]);
  // Not gather: its gradient is missing on some devices.
  const isPicked = tf.cast(tf.oneHot(tf.cast(index, 'int32'), numColumns), 'float32');
  return tf.sum(tf.mul(values, isPicked), -1);
}
