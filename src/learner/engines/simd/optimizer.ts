import type { Arena, Float32Region } from '../../../shared/kernels/arena.js';
import type { KernelExports, Pointer } from '../../../shared/kernels/exports.js';
import type { OptimizerOptions } from '../engine.js';

/** Steps between two looks for denormal moments: a moment takes some hundred to decay so far. */
const FLUSH_INTERVAL = 64;

/** What an optimizer works on, and its constants. Plain data. */
export interface OptimizerPlan {
  readonly options: OptimizerOptions;
  readonly parameters: Pointer;
  readonly gradient: Pointer;
  /** Adam's alone. */
  readonly firstMoment: Pointer;
  readonly secondMoment: Pointer;
}

/** What one step differs in from another. */
export interface OptimizerStep {
  /** Learning rate; of Adam divided by `1 - beta1^t`. */
  readonly stepSize: number;
  /** `1 / sqrt(1 - beta2^t)` of Adam; unused otherwise. */
  readonly inverseRootCorrection: number;
  /** Factor on the gradient, for clipping. */
  readonly gradientScale: number;
  /** Whether moments that have become too small for normal numbers end at 0. */
  readonly flushes: boolean;
}

/** Turns gradients into steps of the parameters: keeps the optimizer's state in kernel memory, and its count of steps. */
export class Optimizer {
  readonly plan: OptimizerPlan;
  /** The state's vectors by name, as views. */
  readonly state: Readonly<Record<string, Float32Array>>;
  readonly #stepCount = new Float32Array(1);
  readonly #step = { stepSize: NaN, inverseRootCorrection: 1, gradientScale: NaN, flushes: false };
  #steps = 0;

  /** @param parameters, gradient - regions of one length */
  constructor(arena: Arena, options: OptimizerOptions, parameters: Float32Region, gradient: Float32Region) {
    const { length } = parameters.view;
    const isAdam = options.name === 'adam';
    const firstMoment = arena.float32(isAdam ? length : 0);
    const secondMoment = arena.float32(length);
    this.state = isAdam
      ? {
          'adam.firstMoment': firstMoment.view,
          'adam.secondMoment': secondMoment.view,
          'adam.steps': this.#stepCount,
        }
      : { 'rmsprop.secondMoment': secondMoment.view };
    this.plan = {
      options,
      parameters: parameters.pointer,
      gradient: gradient.pointer,
      firstMoment: firstMoment.pointer,
      secondMoment: secondMoment.pointer,
    };
  }

  /**
   * Begins the next step, which {@link runOptimizer} then makes.
   *
   * @returns the step, overwritten by the next
   */
  nextStep(learningRate: number, gradientScale: number): OptimizerStep {
    const { options } = this.plan;
    const step = this.#step;
    const t = ++this.#steps;
    this.#stepCount[0] = t;
    step.gradientScale = gradientScale;
    step.flushes = t % FLUSH_INTERVAL === 0;
    step.stepSize = learningRate;
    if (options.name === 'adam') {
      step.stepSize = learningRate / (1 - options.beta1 ** t);
      step.inverseRootCorrection = 1 / Math.sqrt(1 - options.beta2 ** t);
    }
    return step;
  }
}

/** Makes a step of `count` parameters from number `first` on. A parameter's bits depend on its own gradient and state alone. */
export function runOptimizer(
  run: KernelExports,
  { options, parameters, gradient, firstMoment, secondMoment }: OptimizerPlan,
  { stepSize, inverseRootCorrection, gradientScale, flushes }: OptimizerStep,
  first: number,
  count: number,
): void {
  const offset = 4 * first;
  if (options.name === 'adam') {
    const { beta1, beta2, epsilon } = options;
    run.adamStep(
      parameters + offset,
      gradient + offset,
      firstMoment + offset,
      secondMoment + offset,
      count,
      stepSize,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      inverseRootCorrection,
      epsilon,
      gradientScale,
    );
    if (flushes) run.flushDenormals(firstMoment + offset, count);
  } else {
    const { decay, epsilon } = options;
    run.rmsPropStep(
      parameters + offset,
      gradient + offset,
      secondMoment + offset,
      count,
      stepSize,
      decay,
      1 - decay,
      epsilon,
      gradientScale,
    );
  }
  if (flushes) run.flushDenormals(secondMoment + offset, count);
}
