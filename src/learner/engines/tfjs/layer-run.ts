import type { Tensor } from './tf.js';

/**
 * A layer as it was run on a batch, with the way of a gradient back through it written out.
 *
 * The library would find that way itself, at the price of recording every operation and of copying what it keeps for later; and it takes
 * products of transposed matrices, which some backends make many times more slowly than others.
 */
export interface LayerRun {
  readonly y: Tensor;
  /**
   * The way back.
   *
   * @param dy - the gradient at `y`, of its shape
   * @param isAsked - whether the gradient at the input is wanted
   * @returns the gradients of the parameters, in their order, none if a loss does not move them; after them that at the input, if it is
   *   wanted and the output depends on it
   */
  readonly gradients: (dy: Tensor, isAsked: boolean) => Tensor[];
}
