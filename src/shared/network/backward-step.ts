import type { Pointer } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import type { ForwardStep, PlannedConstant, PlannedDense, PlannedLayer } from './plan.js';

/** Pointer 0: nobody asks for it. */
const NONE: Pointer = 0;

/** A layer's way back: from the gradient at its output to those of its parameters and, if anyone asks, of its input. */
export type BackwardStep =
  | {
      readonly kind: 'dense';
      readonly layer: PlannedDense;
      /** The same layer, over the flat gradient. */
      readonly gradient: PlannedDense;
      readonly x: Pointer;
      readonly y: Pointer;
      /** Gradient at the output; the activation's slope is multiplied in. */
      readonly dy: Pointer;
      /** Receives the gradient at the input; 0 if nobody asks. */
      readonly dx: Pointer;
      /** Where `dx` is then added, because another head has been there before; 0 if nowhere. */
      readonly sum: Pointer;
    }
  | { readonly kind: 'constant'; readonly gradient: PlannedConstant; readonly dy: Pointer };

/** Addresses that a backward pass works on. */
export interface GradientMemory {
  /** Gradient at each output of the network. */
  readonly outputs: readonly Pointer[];
  /** Gradient at the trunk's output, if there are heads. */
  readonly trunk: Pointer;
  /** Gradients at hidden activations: layers take turns on the two. */
  readonly hidden: readonly [Pointer, Pointer];
}

/**
 * The steps of a backward pass, heads first. Parameters that no loss reaches, those of a normalize layer and of a trunk that no
 * head reads, have no step: see {@link unreachedTrunkLayers}.
 */
export function planBackward(
  forward: readonly (readonly ForwardStep[])[],
  gradients: readonly (readonly PlannedLayer[])[],
  { outputs, trunk, hidden }: GradientMemory,
): readonly BackwardStep[] {
  const [trunkSteps, ...heads] = forward;
  const firstLearning = unreachedTrunkLayers(forward);
  const trunkLearns = firstLearning < trunkSteps!.length;
  const steps: BackwardStep[] = [];
  let trunkHasGradient = false;

  /** Back along chain `c`, from the gradient at its end to its layer `first`, and to the trunk if it `feedsTrunk`. */
  const walk = (c: number, end: Pointer, first: number, feedsTrunk: boolean): void => {
    let dy = end;
    for (let i = forward[c]!.length - 1; i >= first; i--) {
      const { layer, x, y } = forward[c]![i]!;
      const gradient = gradients[c]![i]!;
      if (gradient.kind === 'constant') steps.push({ kind: 'constant', gradient, dy });
      if (layer.kind !== 'dense' || gradient.kind !== 'dense') continue;
      const intoTrunk = feedsTrunk && i === first;
      let dx = NONE;
      if (intoTrunk && !trunkHasGradient) dx = trunk;
      else if (intoTrunk || i > first) dx = hidden[i & 1]!;
      const sum = intoTrunk && trunkHasGradient ? trunk : NONE;
      steps.push({ kind: 'dense', layer, gradient, x, y, dy, dx, sum });
      trunkHasGradient ||= intoTrunk;
      dy = dx;
    }
  };
  heads.forEach((_, h) => walk(h + 1, outputs[h]!, 0, trunkLearns));
  walk(0, heads.length === 0 ? outputs[0]! : trunk, firstLearning, false);
  return steps;
}

/** How many of the trunk's first layers have parameters that no loss can change. */
export function unreachedTrunkLayers([trunk, ...heads]: readonly (readonly ForwardStep[])[]): number {
  const isRead = heads.length === 0 || heads.some((head) => head[0]!.layer.kind === 'dense');
  if (!isRead) return trunk!.length;
  return trunk![0]?.layer.kind === 'normalize' ? 1 : 0;
}

/** Runs one layer backward on `batch` rows. */
export function runBackward(run: Kernels['run'], step: BackwardStep, batch: number, scratch: Pointer): void {
  if (step.kind === 'constant') {
    const { gradient, dy } = step;
    run.columnSums(dy, gradient.value, batch, gradient.outputs);
    return;
  }
  const { layer, gradient, x, y, dy, dx, sum } = step;
  const { inputs, outputs, activation, weight } = layer;
  if (activation === 'relu') run.reluBackward(y, dy, dy, batch * outputs);
  else if (activation === 'tanh') run.tanhBackward(y, dy, dy, batch * outputs);
  run.denseWeightGradient(x, inputs, dy, gradient.weight, batch, inputs, outputs, scratch);
  run.columnSums(dy, gradient.bias, batch, outputs);
  if (dx !== NONE) run.denseInputGradient(dy, weight, dx, batch, inputs, outputs, scratch);
  if (sum !== NONE) run.addInto(dx, sum, batch * inputs);
}
