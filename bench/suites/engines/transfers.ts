import type { UpdateProgram } from '../../../src/learner/algorithms/algorithm.js';
import type { TfjsBackend } from '../../../src/learner/engines/tfjs/backend.js';
import { DeviceBatch } from '../../../src/learner/engines/tfjs/device-batch.js';
import { NUM_SCALARS } from '../../../src/learner/engines/tfjs/figures.js';
import type { Tensor, Tf } from '../../../src/learner/engines/tfjs/tf.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { outputsOf } from '../../../src/shared/network/spec.js';
import { nanoseconds } from '../support/clock.js';

export interface TransferSettings<Batch> {
  readonly rows: number;
  readonly fill: (batch: Batch) => void;
  /** Updates between two whose figures come down. */
  readonly metricsInterval: number;
  /** Updates between two whose weights come down. */
  readonly publishInterval: number;
}

/** Batches that go up before it is waited for them: updates do not wait either. */
const BATCHES = 4;

/**
 * What goes up and comes down in updates, moved apart from any.
 *
 * Up: all columns of some batches, of each of which one number is read on the device, so that they have to be there. Down: a vector as long
 * as what comes down, which an addition has just made, so that no copy of it is at hand.
 */
export class Transfers<Batch extends object, Outputs> {
  readonly #tf: Tf;
  readonly #batch: DeviceBatch<Batch>;
  readonly #settings: TransferSettings<Batch>;
  readonly #figures: Tensor;
  readonly #weights: Tensor;

  constructor(
    backend: Pick<TfjsBackend, 'tf' | 'uploadBytes'>,
    {
      batchColumns,
      network,
      passes,
    }: Pick<UpdateProgram<Batch, Outputs>, 'batchColumns' | 'network' | 'passes'>,
    settings: TransferSettings<Batch>,
  ) {
    const { tf } = backend;
    this.#tf = tf;
    this.#settings = settings;
    this.#batch = new DeviceBatch(backend, batchColumns, settings.rows);
    settings.fill(this.#batch.rows(settings.rows));
    const rowLength = outputsOf(network).reduce((sum, { length }) => sum + length, 0) * passes.length;
    this.#figures = tf.keep(tf.zeros([NUM_SCALARS + settings.rows * rowLength]));
    this.#weights = tf.keep(tf.zeros([parameterLayout(network).numParameters]));
  }

  /** @returns nanoseconds of an update's share of all transfers */
  async oneUpdate(): Promise<number> {
    const { metricsInterval, publishInterval } = this.#settings;
    const up = (await timed(() => this.#up())) / BATCHES;
    const figures = await timed(() => this.#down(this.#figures));
    const weights = await timed(() => this.#down(this.#weights));
    return up + figures / metricsInterval + weights / publishInterval;
  }

  close(): void {
    this.#figures.dispose();
    this.#weights.dispose();
  }

  async #up(): Promise<void> {
    const tf = this.#tf;
    const probes = Array.from({ length: BATCHES }, () =>
      tf.tidy(() => {
        const columns = Object.values<Tensor>(this.#batch.upload(this.#settings.rows));
        const first = columns.map((column) => tf.slice(tf.reshape(column, [-1]), [0], [1]));
        return tf.concat(first.map((number) => tf.cast(number, 'float32')));
      }),
    );
    await probes.at(-1)!.data();
    for (const probe of probes) probe.dispose();
  }

  async #down(values: Tensor): Promise<void> {
    const sum = this.#tf.add(values, 1);
    await sum.data();
    sum.dispose();
  }
}

async function timed(call: () => Promise<void>): Promise<number> {
  const start = nanoseconds();
  await call();
  return nanoseconds() - start;
}
