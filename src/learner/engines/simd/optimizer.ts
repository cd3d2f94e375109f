import type { Float32Region } from '../../../shared/kernels/arena.js';
import type { Kernels } from '../../../shared/kernels/kernels.js';
import type { AdamOptions, OptimizerOptions, RmsPropOptions } from '../engine.js';

/** Steps between two looks for denormal moments: a moment takes some hundred to decay so far. */
const FLUSH_INTERVAL = 64;

/** Turns gradients into steps of the parameters, in kernel memory. */
export interface Optimizer {
  /** One step. @param gradientScale - factor on the gradient, for clipping */
  step(learningRate: number, gradientScale: number): void;
  /** The state's vectors by name, as views. */
  readonly state: Readonly<Record<string, Float32Array>>;
}

/** @param parameters, gradient - regions of one length */
export function createOptimizer(
  kernels: Kernels,
  options: OptimizerOptions,
  parameters: Float32Region,
  gradient: Float32Region,
): Optimizer {
  return options.name === 'adam'
    ? adam(kernels, options, parameters, gradient)
    : rmsProp(kernels, options, parameters, gradient);
}

function adam(
  { run, arena }: Kernels,
  { beta1, beta2, epsilon }: AdamOptions,
  parameters: Float32Region,
  gradient: Float32Region,
): Optimizer {
  const { length } = parameters.view;
  const firstMoment = arena.float32(length);
  const secondMoment = arena.float32(length);
  const stepCount = new Float32Array(1);
  let steps = 0;
  return {
    state: {
      'adam.firstMoment': firstMoment.view,
      'adam.secondMoment': secondMoment.view,
      'adam.steps': stepCount,
    },
    step(learningRate, gradientScale) {
      steps++;
      stepCount[0] = steps;
      run.adamStep(
        parameters.pointer,
        gradient.pointer,
        firstMoment.pointer,
        secondMoment.pointer,
        length,
        learningRate / (1 - beta1 ** steps),
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        1 / Math.sqrt(1 - beta2 ** steps),
        epsilon,
        gradientScale,
      );
      if (steps % FLUSH_INTERVAL === 0) {
        run.flushDenormals(firstMoment.pointer, length);
        run.flushDenormals(secondMoment.pointer, length);
      }
    },
  };
}

function rmsProp(
  { run, arena }: Kernels,
  { decay, epsilon }: RmsPropOptions,
  parameters: Float32Region,
  gradient: Float32Region,
): Optimizer {
  const { length } = parameters.view;
  const secondMoment = arena.float32(length);
  let steps = 0;
  return {
    state: { 'rmsprop.secondMoment': secondMoment.view },
    step(learningRate, gradientScale) {
      run.rmsPropStep(
        parameters.pointer,
        gradient.pointer,
        secondMoment.pointer,
        length,
        learningRate,
        decay,
        1 - decay,
        epsilon,
        gradientScale,
      );
      if (++steps % FLUSH_INTERVAL === 0) run.flushDenormals(secondMoment.pointer, length);
    },
  };
}
