import type { Float32Region } from '../../../../shared/kernels/arena.js';
import type { SharedKernels } from '../../../../shared/kernels/shared-kernels.js';
import type { Executor, ExecutorSettings, UpdatePasses } from '../executor.js';
import { layOutCrew, type CrewMemory } from './crew-memory.js';
import type { OrderName } from './orders.js';
import type { CrewPlan } from './plan.js';

/** The threads of a crew, as an executor sees them. */
export interface Hands {
  readonly numThreads: number;
  /** Tells every thread what there is to do, and over which memory. */
  takeUp(plan: CrewPlan, kernels: SharedKernels): void;
  /** Has every thread do its part of an order, as described at `ORDERS`, and waits until all have. */
  carryOut(name: OrderName, a?: number, b?: number, c?: number, d?: number, e?: number): void;
}

/**
 * Runs updates with a crew, in four rounds each: forward; after the loss, back through the layers, by rows of the batch; then, because
 * it sums over all of those rows, the gradient, by rows of its own; and, because clipping goes by the norm of all of it, the step.
 */
export class CrewExecutor<Batch, Outputs> implements Executor<Batch> {
  readonly #crew: Hands;
  readonly #memory: CrewMemory<Batch>;

  /** @throws ManyhandsError `ERR_KERNELS` if the kernel memory is too small, `ERR_WORKER_LOST` if a helper has ended */
  constructor(
    crew: Hands,
    kernels: SharedKernels,
    passes: UpdatePasses<Batch, Outputs>,
    settings: ExecutorSettings,
  ) {
    this.#crew = crew;
    this.#memory = layOutCrew(kernels.arena, passes, settings, crew.numThreads);
    crew.takeUp(this.#memory.plan, kernels);
  }

  get batch(): CrewMemory<Batch>['batch'] {
    return this.#memory.batch;
  }

  get parameters(): Float32Region {
    return this.#memory.parameters;
  }

  get gradient(): Float32Region {
    return this.#memory.gradient;
  }

  get target(): Float32Region | undefined {
    return this.#memory.target;
  }

  get optimizerState(): Readonly<Record<string, Float32Array>> {
    return this.#memory.optimizer.state;
  }

  outputRegionOf(pass: number, name: string): Float32Region {
    return this.#memory.outputs[pass]!.region(name);
  }

  outputGradientRegionOf(name: string): Float32Region {
    return this.#memory.outputGradients.region(name);
  }

  forward(rows: number, first: number, end: number): void {
    if (first < end) this.#crew.carryOut('forward', rows, first, end);
  }

  backward(rows: number): void {
    this.#crew.carryOut('backward', rows);
    // Nobody writes to what no loss reaches: it stays the 0 that the memory began with.
    this.#crew.carryOut('gradient', rows);
  }

  step(learningRate: number, gradientScale: number, movesTarget: boolean): void {
    const step = this.#memory.optimizer.nextStep(learningRate, gradientScale);
    this.#crew.carryOut(
      'step',
      step.stepSize,
      step.inverseRootCorrection,
      gradientScale,
      step.flushes ? 1 : 0,
      movesTarget ? 1 : 0,
    );
  }
}
