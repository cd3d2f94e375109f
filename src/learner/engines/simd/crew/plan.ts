import type { Pointer } from '../../../../shared/kernels/exports.js';
import type { BackwardStep } from '../../../../shared/network/backward-step.js';
import type { ForwardStep } from '../../../../shared/network/plan.js';
import type { ByteInput } from '../byte-input.js';
import type { OptimizerPlan } from '../optimizer.js';
import type { TargetPlan } from '../target.js';
import type { GradientTask } from './split.js';

/** What the threads of a crew do together in an update, all over one memory. Plain data, made once. */
export interface CrewPlan {
  readonly numThreads: number;
  /** The layers of each pass. Each layer of a pass writes to memory of its own, in which a row's place depends on its number alone. */
  readonly passes: readonly (readonly ForwardStep[])[];
  /** What each pass brings into floats before it, if anything. */
  readonly byteInputs: readonly (ByteInput | undefined)[];
  /** The layers of the first pass, backward. Each keeps the gradient at its output, for its parameters' gradient. */
  readonly backward: readonly BackwardStep[];
  /** Whose gradient each thread works out. */
  readonly gradientTasks: readonly (readonly GradientTask[])[];
  /** What the kernels of each thread need for themselves. */
  readonly scratch: readonly Pointer[];
  readonly numParameters: number;
  readonly optimizer: OptimizerPlan;
  /** Absent when the program has no target. */
  readonly target?: TargetPlan | undefined;
}
