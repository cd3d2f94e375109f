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
  /**
   * Where layer `i` of chain `c` puts the gradient at its input, if that is not the trunk's output or if another head has been there
   * before. The layer before reads it next.
   */
  readonly hidden: (chain: number, i: number) => Pointer;
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
      else if (intoTrunk || i > first) dx = hidden(c, i);
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
    runBiasGradient(run, step, batch);
    return;
  }
  runSlope(run, step, batch);
  runWeightGradient(run, step, batch, 0, step.layer.inputs, scratch);
  runBiasGradient(run, step, batch);
  runInputGradient(run, step, batch, scratch);
}

/** The step of a dense layer. */
export type DenseBackwardStep = Extract<BackwardStep, { readonly kind: 'dense' }>;

/** Turns the gradient at a layer's output, in place, into that before its activation. A row's bits depend on that row alone. */
export function runSlope(run: Kernels['run'], { layer, y, dy }: DenseBackwardStep, batch: number): void {
  const { outputs, activation } = layer;
  if (activation === 'relu') run.reluBackward(y, dy, dy, batch * outputs);
  else if (activation === 'tanh') run.tanhBackward(y, dy, dy, batch * outputs);
}

/** The gradient at a layer's input, after {@link runSlope}. A row's bits depend on that row alone. */
export function runInputGradient(
  run: Kernels['run'],
  { layer, dy, dx, sum }: DenseBackwardStep,
  batch: number,
  scratch: Pointer,
): void {
  const { inputs, outputs, weight } = layer;
  if (dx !== NONE) run.denseInputGradient(dy, weight, dx, batch, inputs, outputs, scratch);
  if (sum !== NONE) run.addInto(dx, sum, batch * inputs);
}

/**
 * Rows `first` to `first + count - 1` of a layer's weight gradient, which belong to as many of its inputs, after {@link runSlope} of
 * the whole batch. They have the bits that they have in the whole.
 */
export function runWeightGradient(
  run: Kernels['run'],
  { layer, gradient, x, dy }: DenseBackwardStep,
  batch: number,
  first: number,
  count: number,
  scratch: Pointer,
): void {
  const { inputs, outputs } = layer;
  const dw = gradient.weight + 4 * first * outputs;
  run.denseWeightGradient(x + 4 * first, inputs, dy, dw, batch, count, outputs, scratch);
}

/** The gradient of a layer's bias, or of a constant layer's value, after {@link runSlope} of the whole batch. */
export function runBiasGradient(run: Kernels['run'], step: BackwardStep, batch: number): void {
  const { gradient } = step;
  const into = gradient.kind === 'dense' ? gradient.bias : gradient.value;
  run.columnSums(step.dy, into, batch, gradient.outputs);
}
