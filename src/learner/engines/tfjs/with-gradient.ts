import type { Tensor, Tf } from './tf.js';

/** What is at the two ends of a layer, and the gradient at its output. */
export interface LayerEnds {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly dy: Tensor;
}

/** A layer's way there, and the way of a gradient back. */
export interface DifferentiableLayer {
  readonly run: (x: Tensor) => Tensor;
  /** @returns the gradients of its parameters, in their order, and after them that of its input, if it `isAsked` for */
  readonly gradients: (ends: LayerEnds, isAsked: boolean) => readonly Tensor[];
}

type Save = (tensors: Tensor[]) => void;

/**
 * Runs a layer so that gradients go through it the way that it says.
 *
 * @param isConstant - whether nobody asks for a gradient at `x`: it is then not worked out
 */
export function withGradient(
  tf: Tf,
  layer: DifferentiableLayer,
  x: Tensor,
  parameters: readonly Tensor[],
  isConstant: boolean,
): Tensor {
  // The library calls with the tensors that it is given here and a function that keeps others for the way back.
  const differentiable = tf.customGrad((...args) => {
    const save = args.at(-1) as Save;
    const y = layer.run(x);
    // What is not kept is gone when the way back begins.
    save([x, y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, [keptX, keptY]: Tensor[]) => {
        return [...layer.gradients({ x: keptX!, y: keptY!, dy }, !isConstant)];
      },
    };
  });
  return differentiable(...parameters, ...(isConstant ? [] : [x]));
}
