import type { Activation } from '../../../shared/network/vocabulary.js';
import type { Tensor, Tf } from './tf.js';

export function activate(tf: Tf, activation: Activation, sums: Tensor): Tensor {
  switch (activation) {
    case 'linear':
      return sums;
    case 'relu':
      return tf.relu(sums);
    case 'tanh':
      return tf.tanh(sums);
  }
}

/** The gradient before an activation from that after it, `dy`, and from what it gave, `y`. */
export function throughActivation(tf: Tf, activation: Activation, y: Tensor, dy: Tensor): Tensor {
  switch (activation) {
    case 'linear':
      return dy;
    case 'relu':
      return tf.mul(dy, tf.cast(tf.step(y), 'float32'));
    case 'tanh':
      return tf.sub(dy, tf.mul(dy, tf.square(y)));
  }
}
