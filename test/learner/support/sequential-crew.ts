import { createCrewEngine } from '../../../src/learner/engines/simd/crew/crew-engine.js';
import type { Hands } from '../../../src/learner/engines/simd/crew/crew-executor.js';
import { OrderSheet, type OrderName } from '../../../src/learner/engines/simd/crew/orders.js';
import type { CrewPlan } from '../../../src/learner/engines/simd/crew/plan.js';
import { Share } from '../../../src/learner/engines/simd/crew/share.js';
import type { EngineSettings } from '../../../src/learner/engines/engine.js';
import type { UpdateProgram } from '../../../src/learner/algorithms/algorithm.js';
import type { SharedKernels } from '../../../src/shared/kernels/shared-kernels.js';

/** A crew without threads: the shares of a round are done one after another, each round beginning with another share. */
export class SequentialCrew implements Hands {
  readonly #order = new OrderSheet(OrderSheet.allocate());
  #shares: Share[] = [];
  #rounds = 0;

  constructor(readonly numThreads: number) {}

  takeUp(plan: CrewPlan, { run, source }: SharedKernels): void {
    const memory = new Float32Array(source.memory.buffer);
    this.#shares = Array.from({ length: this.numThreads }, (_, i) => new Share(run, memory, plan, i));
  }

  carryOut(name: OrderName, ...numbers: number[]): void {
    this.#order.write(name, ...numbers);
    const first = this.#rounds++;
    this.#shares.forEach((_, i) => this.#shares[(first + i) % this.numThreads]!.carryOut(this.#order));
  }

  createEngine<Batch extends object, Outputs extends object, Trained extends keyof Outputs>(
    program: UpdateProgram<Batch, Outputs, Trained>,
    settings: EngineSettings,
  ) {
    return createCrewEngine(this, program, settings);
  }
}
