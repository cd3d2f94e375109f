import type { KernelExports, Pointer } from '../../../../shared/kernels/exports.js';
import {
  runBiasGradient,
  runInputGradient,
  runSlope,
  runWeightGradient,
} from '../../../../shared/network/backward-step.js';
import { runForward } from '../../../../shared/network/forward-step.js';
import { convertRows } from '../byte-input.js';
import { runOptimizer } from '../optimizer.js';
import { moveTarget } from '../target.js';
import type { OrderSheet } from './orders.js';
import type { CrewPlan } from './plan.js';
import { backwardRows, forwardRows } from './row-steps.js';
import { PARAMETER_UNIT, partOf, ROW_UNIT, type GradientTask, type Range } from './split.js';

/**
 * One thread's part in the updates of a crew: which rows, which gradients and which parameters are its own follows from its number and
 * from the size of the batch. No two threads of one round write the same float, nor does one read what another writes.
 */
export class Share {
  readonly #run: KernelExports;
  readonly #memory: Float32Array;
  readonly #plan: CrewPlan;
  readonly #number: number;
  readonly #scratch: Pointer;
  readonly #passes;
  readonly #backward;
  readonly #gradientTasks: readonly GradientTask[];
  readonly #parameters: Range;
  #batch = 0;
  #firstRow = 0;
  #numRows = 0;

  /**
   * @param memory - the whole of the memory that the plan is about
   * @param number - the thread's number, from 0
   */
  constructor(run: KernelExports, memory: Float32Array, plan: CrewPlan, number: number) {
    this.#run = run;
    this.#memory = memory;
    this.#plan = plan;
    this.#number = number;
    this.#scratch = plan.scratch[number]!;
    this.#passes = plan.passes.map(forwardRows);
    this.#backward = backwardRows(plan.backward);
    this.#gradientTasks = plan.gradientTasks[number]!;
    this.#parameters = partOf(plan.numParameters, PARAMETER_UNIT, number, plan.numThreads);
  }

  /** Does this thread's part of what the round is for. */
  carryOut(order: OrderSheet): void {
    switch (order.name) {
      case 'forward':
        this.#takeRows(order.a);
        this.#forward(order.b, order.c);
        return;
      case 'backward':
        this.#takeRows(order.a);
        this.#carryGradientBack();
        return;
      case 'gradient':
        this.#workOutGradient(order.a);
        return;
      case 'step':
        this.#step(order);
        return;
      case 'plan':
      case 'stop':
        return;
    }
  }

  /** Finds this thread's rows of a batch. */
  #takeRows(batch: number): void {
    if (batch === this.#batch) return;
    const { first, end } = partOf(batch, ROW_UNIT, this.#number, this.#plan.numThreads);
    this.#batch = batch;
    this.#numRows = end - first;
    if (first === this.#firstRow) return;
    this.#firstRow = first;
    for (const pass of this.#passes) pass.moveTo(first);
    this.#backward.moveTo(first);
  }

  #forward(firstPass: number, endPass: number): void {
    const rows = this.#numRows;
    if (rows === 0) return;
    for (let p = firstPass; p < endPass; p++) {
      const bytes = this.#plan.byteInputs[p];
      if (bytes !== undefined) convertRows(this.#run, bytes, this.#firstRow, rows);
      const { steps } = this.#passes[p]!;
      for (let i = 0; i < steps.length; i++) runForward(this.#run, steps[i]!, rows, this.#scratch);
    }
  }

  #carryGradientBack(): void {
    const rows = this.#numRows;
    if (rows === 0) return;
    const { steps } = this.#backward;
    for (let i = 0; i < steps.length; i++) {
      runSlope(this.#run, steps[i]!, rows);
      runInputGradient(this.#run, steps[i]!, rows, this.#scratch);
    }
  }

  #workOutGradient(batch: number): void {
    for (const { step: i, first, end, hasBias } of this.#gradientTasks) {
      const step = this.#plan.backward[i]!;
      if (hasBias) runBiasGradient(this.#run, step, batch);
      if (step.kind === 'weighted' && end > first)
        runWeightGradient(this.#run, step, batch, first, end - first, this.#scratch);
    }
  }

  #step(order: OrderSheet): void {
    const { first, end } = this.#parameters;
    const { optimizer, target } = this.#plan;
    const { a: stepSize, b: inverseRootCorrection, c: gradientScale } = order;
    const step = { stepSize, inverseRootCorrection, gradientScale, flushes: order.d === 1 };
    runOptimizer(this.#run, optimizer, step, first, end - first);
    if (order.e === 1 && target !== undefined)
      moveTarget(this.#run, this.#memory, target, first, end - first);
  }
}
