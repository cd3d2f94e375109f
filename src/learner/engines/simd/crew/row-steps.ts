import type { BackwardStep, WeightedBackwardStep } from '../../../../shared/network/backward-step.js';
import type { ForwardStep } from '../../../../shared/network/plan.js';

type Movable<Step> = { -readonly [Key in keyof Step]: Step[Key] };

/** The layers of a pass, from one row of the batch on. Moved in place: a loop over batches of changing size allocates nothing. */
export interface RowSteps<Step> {
  readonly steps: readonly Step[];
  /** Makes row number `first` the first that the steps see. */
  moveTo(first: number): void;
}

/** The steps of a forward pass, at row 0 to begin with. */
export function forwardRows(whole: readonly ForwardStep[]): RowSteps<ForwardStep> {
  const steps: Movable<ForwardStep>[] = whole.map((step) => ({ ...step }));
  return {
    steps,
    moveTo(first) {
      whole.forEach(({ layer, x, y }, i) => {
        const step = steps[i]!;
        step.x = x + 4 * first * layer.inputs;
        step.y = y + 4 * first * layer.outputs;
      });
    },
  };
}

/** The steps of a backward pass that have rows of their own, at row 0 to begin with. */
export function backwardRows(all: readonly BackwardStep[]): RowSteps<WeightedBackwardStep> {
  const whole = all.filter((step) => step.kind === 'weighted');
  const steps: Movable<WeightedBackwardStep>[] = whole.map((step) => ({ ...step }));
  return {
    steps,
    moveTo(first) {
      whole.forEach(({ layer: { inputs, outputs }, x, y, dy, dx, sum }, i) => {
        const step = steps[i]!;
        step.x = x + 4 * first * inputs;
        step.y = y + 4 * first * outputs;
        step.dy = dy + 4 * first * outputs;
        // 0 means that there is none.
        if (dx !== 0) step.dx = dx + 4 * first * inputs;
        if (sum !== 0) step.sum = sum + 4 * first * inputs;
      });
    },
  };
}
