import type { OptimizerOptions } from '../../../src/learner/engines/engine.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import type { DqnConfig } from '../../../src/learner/algorithms/dqn/config.js';
import type { Observations } from '../../../src/shared/memory/block-layout.js';
import type { DenseLayer, NetworkSpec } from '../../../src/shared/network/spec.js';
import { forwardReference } from '../../shared/network/support.js';
import { ReferenceOptimizer } from './optimizer-reference.js';

export interface ReferenceSettings {
  readonly spec: NetworkSpec;
  readonly algorithm: Pick<DqnConfig, 'double' | 'loss' | 'huberDelta' | 'target'>;
  readonly optimizer: OptimizerOptions;
  readonly maxGradientNorm: number | null;
}

const rowOf = (values: Observations, i: number, batchSize: number) => {
  const width = values.length / batchSize;
  return [...values.subarray(i * width, (i + 1) * width)];
};

/** Mean DQN loss in float64, from the papers' definitions. @param targets - `y` of each transition, held constant */
export function lossReference(
  { spec, algorithm }: ReferenceSettings,
  parameters: ArrayLike<number>,
  batch: TransitionBatch,
  targets: readonly number[],
): number {
  const losses = targets.map((y, i) => {
    const q = forwardReference(spec, parameters, rowOf(batch.observationTm1, i, targets.length));
    const d = Math.abs(y - q[batch.actionTm1[i]!]!);
    if (algorithm.loss === 'mse') return d * d;
    return d <= algorithm.huberDelta ? (d * d) / 2 : algorithm.huberDelta * (d - algorithm.huberDelta / 2);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** `y` of each transition: of DQN, or of Double DQN, where the online network picks the action. */
export function targetsReference(
  { spec, algorithm }: ReferenceSettings,
  online: ArrayLike<number>,
  target: ArrayLike<number>,
  { observationT, rewardT, discountT }: TransitionBatch,
): number[] {
  return Array.from(rewardT, (reward, i) => {
    const next = rowOf(observationT, i, rewardT.length);
    const values = forwardReference(spec, target, next);
    const picks = algorithm.double ? forwardReference(spec, online, next) : values;
    return reward + discountT[i]! * values[picks.indexOf(Math.max(...picks))]!;
  });
}

/** Gradient of {@link lossReference} in float64, by the chain rule, one transition after another. */
export function gradientReference(
  { spec, algorithm }: ReferenceSettings,
  parameters: ArrayLike<number>,
  batch: TransitionBatch,
  targets: readonly number[],
): Float64Array {
  const gradient = new Float64Array(parameters.length);
  targets.forEach((y, i) => {
    const x = rowOf(batch.observationTm1, i, targets.length);
    const outputsOf = (layers: number) =>
      layers === 0 ? x : forwardReference({ layers: spec.layers.slice(0, layers) }, parameters, x);
    const activations = spec.layers.map((_, layer) => outputsOf(layer + 1));
    const q = activations.at(-1)!;
    const action = batch.actionTm1[i]!;
    const error = y - q[action]!;
    const slope =
      algorithm.loss === 'mse'
        ? 2 * error
        : Math.sign(error) * Math.min(Math.abs(error), algorithm.huberDelta);
    let dy = q.map((_, a) => (a === action ? -slope / targets.length : 0));
    let end = parameters.length;
    for (let layer = spec.layers.length - 1; layer >= 0; layer--) {
      const { inputs, outputs, activation } = spec.layers[layer] as DenseLayer;
      const input = layer === 0 ? x : activations[layer - 1]!;
      const dz = dy.map((value, j) => {
        const output = activations[layer]![j]!;
        if (activation === 'relu') return output > 0 ? value : 0;
        return activation === 'tanh' ? value * (1 - output * output) : value;
      });
      const start = end - outputs * (inputs + 1);
      dz.forEach((value, j) => {
        gradient[start + inputs * outputs + j]! += value;
        input.forEach((inputValue, k) => (gradient[start + k * outputs + j]! += inputValue * value));
      });
      dy = input.map((_, k) =>
        dz.reduce((sum, value, j) => sum + value * parameters[start + k * outputs + j]!, 0),
      );
      end = start;
    }
  });
  return gradient;
}

/** DQN in float64: what an engine must do, written without regard to speed. */
export class ReferenceDqn {
  readonly online: Float64Array;
  readonly target: Float64Array;
  readonly #optimizer: ReferenceOptimizer;
  #updates = 0;

  constructor(
    private readonly settings: ReferenceSettings,
    initial: ArrayLike<number>,
  ) {
    const { optimizer, maxGradientNorm } = settings;
    this.online = Float64Array.from(initial);
    this.target = Float64Array.from(initial);
    this.#optimizer = new ReferenceOptimizer(optimizer, maxGradientNorm, initial.length);
  }

  update(batch: TransitionBatch): { loss: number; gradientNorm: number } {
    const targets = targetsReference(this.settings, this.online, this.target, batch);
    const loss = lossReference(this.settings, this.online, batch, targets);
    const gradient = gradientReference(this.settings, this.online, batch, targets);
    const gradientNorm = this.#optimizer.step(this.online, gradient);
    const { tau, updateInterval } = this.settings.algorithm.target;
    if (++this.#updates % updateInterval === 0) {
      this.target.forEach((value, k) => (this.target[k] = tau * this.online[k]! + (1 - tau) * value));
    }
    return { loss, gradientNorm };
  }
}
