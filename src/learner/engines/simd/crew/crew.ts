import type { SharedKernels } from '../../../../shared/kernels/shared-kernels.js';
import { RoundLeader } from '../../../../shared/memory/rounds.js';
import type { UpdateProgram } from '../../../algorithms/algorithm.js';
import type { EngineSettings } from '../../engine.js';
import type { SimdEngine } from '../simd-engine.js';
import { createCrewEngine } from './crew-engine.js';
import type { Hands } from './crew-executor.js';
import { Helper } from './helper.js';
import { OrderSheet, type OrderName } from './orders.js';
import type { CrewPlan } from './plan.js';
import { Share } from './share.js';

/**
 * The learner's thread with helpers, who make updates together: they divide the rows of a batch among them, and then the rows of the
 * gradient. A sum over the batch stays in one thread and in the order of the rows, so the bits are those of one thread alone.
 *
 * Belongs to the thread that started it, and trains one network.
 */
export class Crew implements Hands {
  readonly helpers: readonly Helper[];
  readonly #leader: RoundLeader;
  readonly #order: OrderSheet;
  readonly #expectHelpers = (): void => {
    for (const helper of this.helpers) helper.expectAlive();
  };
  #share: Share | undefined;
  #failure: { readonly cause: unknown } | undefined;

  private constructor(helpers: readonly Helper[], leader: RoundLeader, order: OrderSheet) {
    this.helpers = helpers;
    this.#leader = leader;
    this.#order = order;
  }

  /**
   * Starts the helpers.
   *
   * @param numThreads - the calling thread included, at least 2
   * @throws ManyhandsError `ERR_WORKER_LOST` if one of them does not come up
   */
  static async start(numThreads: number): Promise<Crew> {
    const [rounds, orders] = [RoundLeader.allocate(), OrderSheet.allocate()];
    const leader = new RoundLeader(rounds, numThreads - 1);
    // If one does not come up the others sleep on, until the thread that asked for them ends.
    const helpers = await Promise.all(
      Array.from({ length: numThreads - 1 }, (_, i) => Helper.start({ rounds, orders, number: i + 1 })),
    );
    return new Crew(helpers, leader, new OrderSheet(orders));
  }

  /** Threads that make an update, the calling one included. */
  get numThreads(): number {
    return this.helpers.length + 1;
  }

  /**
   * The engine whose updates this crew makes. Only one.
   *
   * @throws ManyhandsError as `createCrewEngine`
   */
  createEngine<Batch extends object, Outputs extends object, Trained extends keyof Outputs>(
    program: UpdateProgram<Batch, Outputs, Trained>,
    settings: EngineSettings,
  ): SimdEngine<Batch, Outputs, Trained> {
    return createCrewEngine(this, program, settings);
  }

  /** Tells every thread what there is to do, and over which memory. */
  takeUp(plan: CrewPlan, kernels: SharedKernels): void {
    const { run, source } = kernels;
    this.#share = new Share(run, new Float32Array(source.memory.buffer), plan, 0);
    for (const helper of this.helpers) helper.send({ kernels: source, plan });
    this.carryOut('plan');
  }

  /**
   * Has every thread do its part of an order, as described at `ORDERS`, and waits until all have.
   *
   * @throws ManyhandsError `ERR_WORKER_LOST` if a helper has ended; nothing can be carried out after that
   */
  carryOut(name: OrderName, a = 0, b = 0, c = 0, d = 0, e = 0): void {
    if (this.#failure !== undefined) throw this.#failure.cause;
    try {
      this.#order.write(name, a, b, c, d, e);
      this.#leader.open();
      this.#share!.carryOut(this.#order);
      this.#leader.join(this.#expectHelpers);
    } catch (cause) {
      this.#failure = { cause };
      throw cause;
    }
  }

  /** Ends the helpers, those that still run, and waits until they have ended. */
  async stop(): Promise<void> {
    this.#order.write('stop');
    this.#leader.open();
    await Promise.all(this.helpers.map((helper) => helper.exited()));
  }
}
