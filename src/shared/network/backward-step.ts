import type { Pointer } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import type { ForwardStep, PlannedConstant, PlannedLayer, PlannedWeighted } from './plan.js';
import { isWeighted, weightMatrixOf } from './weighted-layer.js';

/** Pointer 0: nobody asks for it. */
const NONE: Pointer = 0;

/** A layer's way back: from the gradient at its output to those of its parameters and, if anyone asks, of its input. */
export type BackwardStep =
  | {
      readonly kind: 'weighted';
      readonly layer: PlannedWeighted;
      /** The same layer, over the flat gradient. */
      readonly gradient: PlannedWeighted;
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
      if (!isWeighted(layer) || !isWeighted(gradient)) continue;
      const intoTrunk = feedsTrunk && i === first;
      let dx = NONE;
      if (intoTrunk && !trunkHasGradient) dx = trunk;
      else if (intoTrunk || i > first) dx = hidden(c, i);
      const sum = intoTrunk && trunkHasGradient ? trunk : NONE;
      steps.push({ kind: 'weighted', layer, gradient, x, y, dy, dx, sum });
      trunkHasGradient ||= intoTrunk;
      dy = dx;
    }
  };
  heads.forEach((_, h) => walk(h + 1, outputs[h]!, 0, trunkLearns));
  walk(0, heads.length === 0 ? outputs[0]! : trunk, firstLearning, false);
  return steps;
}

/** How many of the trunk's first layers have no parameters that a loss can change. */
export function unreachedTrunkLayers([trunk, ...heads]: readonly (readonly ForwardStep[])[]): number {
  const isRead = heads.length === 0 || heads.some((head) => head[0]!.layer.kind !== 'constant');
  if (!isRead) return trunk!.length;
  const first = trunk![0]?.layer;
  return first === undefined || isWeighted(first) ? 0 : 1;
}

/** Runs one layer backward on `batch` rows. */
export function runBackward(run: Kernels['run'], step: BackwardStep, batch: number, scratch: Pointer): void {
  if (step.kind === 'constant') {
    runBiasGradient(run, step, batch);
    return;
  }
  runSlope(run, step, batch);
  runWeightGradient(run, step, batch, 0, weightMatrixOf(step.layer).rows, scratch);
  runBiasGradient(run, step, batch);
  runInputGradient(run, step, batch, scratch);
}

/** The step of a layer that computes weighted sums. */
export type WeightedBackwardStep = Extract<BackwardStep, { readonly kind: 'weighted' }>;

/** Turns the gradient at a layer's output, in place, into that before its activation. A row's bits depend on that row alone. */
export function runSlope(run: Kernels['run'], { layer, y, dy }: WeightedBackwardStep, batch: number): void {
  const { outputs, activation } = layer;
  if (activation === 'relu') run.reluBackward(y, dy, dy, batch * outputs);
  else if (activation === 'tanh') run.tanhBackward(y, dy, dy, batch * outputs);
}

/** The gradient at a layer's input, after {@link runSlope}. A row's bits depend on that row alone. */
export function runInputGradient(
  run: Kernels['run'],
  { layer, dy, dx, sum }: WeightedBackwardStep,
  batch: number,
  scratch: Pointer,
): void {
  const { inputs, outputs, weight } = layer;
  if (dx !== NONE) {
    if (layer.kind === 'dense') run.denseInputGradient(dy, weight, dx, batch, inputs, outputs, scratch);
    else {
      const { height, width, channels, filters, size, stride } = layer;
      run.conv2dInputGradient(dy, weight, dx, batch, height, width, channels, filters, size, stride, scratch);
    }
  }
  if (sum !== NONE) run.addInto(dx, sum, batch * inputs);
}

/**
 * Rows `first` to `first + count - 1` of a layer's weight gradient, after {@link runSlope} of the whole batch. They have the bits that
 * they have in the whole.
 */
export function runWeightGradient(
  run: Kernels['run'],
  { layer, gradient, x, dy }: WeightedBackwardStep,
  batch: number,
  first: number,
  count: number,
  scratch: Pointer,
): void {
  if (layer.kind === 'dense') {
    const { inputs, outputs } = layer;
    const dw = gradient.weight + 4 * first * outputs;
    run.denseWeightGradient(x + 4 * first, inputs, dy, dw, batch, count, outputs, scratch);
    return;
  }
  const { height, width, channels, filters, size, stride } = layer;
  const dw = gradient.weight + 4 * first * filters;
  run.conv2dWeightGradient(
    x,
    dy,
    dw,
    batch,
    height,
    width,
    channels,
    filters,
    size,
    stride,
    first,
    count,
    scratch,
  );
}

/** The gradient of a layer's bias, or of a constant layer's value, after {@link runSlope} of the whole batch. */
export function runBiasGradient(run: Kernels['run'], { gradient, dy }: BackwardStep, batch: number): void {
  if (gradient.kind === 'constant') {
    run.columnSums(dy, gradient.value, batch, gradient.outputs);
    return;
  }
  const { columns, positions } = weightMatrixOf(gradient);
  run.columnSums(dy, gradient.bias, batch * positions, columns);
}
