import type { Tensor, Tf } from '../engines/tfjs/tf.js';

/**
 * The number in each row that an index says.
 *
 * @param values - `[B, A]`
 * @param index - whole numbers `[B]`, in `[0, A)`
 * @returns `[B]`
 */
export function pick(tf: Tf, values: Tensor, index: Tensor): Tensor {
  const numColumns = values.shape[1]!;
  // The library knows no one-hot vectors of length 1.
  if (numColumns === 1) return tf.reshape(values, [-1]);
  const whole = index.dtype === 'int32' ? index : tf.cast(index, 'int32');
  // Cast, because one device writes whole numbers whatever it is asked for; and not gather: its gradient is missing on some.
  const isPicked = tf.cast(tf.oneHot(whole, numColumns), 'float32');
  return tf.sum(tf.mul(values, isPicked), -1);
}
