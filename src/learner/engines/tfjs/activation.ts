import type { Activation } from '../../../shared/network/vocabulary.js';
import type { Tensor, Tf } from './tf.js';

/** What the library has of an activation in its products: they are quicker than the two one after the other. */
export function fusedActivation(activation: Activation): 'linear' | 'relu' {
  return activation === 'relu' ? 'relu' : 'linear';
}

/** @param fused - what `sums` has been through already */
export function activate(tf: Tf, activation: Activation, sums: Tensor, fused: 'linear' | 'relu'): Tensor {
  return activation === fused ? sums : tf.tanh(sums);
}

/** The gradient before an activation from that after it, `dy`, and from what it gave, `y`. */
export function throughActivation(tf: Tf, activation: Activation, y: Tensor, dy: Tensor): Tensor {
  switch (activation) {
    case 'linear':
      return dy;
    case 'relu':
      return tf.mul(dy, tf.step(y));
    case 'tanh':
      return tf.sub(dy, tf.mul(dy, tf.square(y)));
  }
}
