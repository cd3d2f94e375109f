import { expected } from '../../shared/errors.js';
import type { Observations } from '../../shared/memory/block-layout.js';
import { expectRoom } from '../../shared/memory/expect-room.js';
import { allocateSharedArray, expectCount } from '../../shared/memory/shared-buffer.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import type { BoxDType } from '../../shared/spaces.js';
import { expectUnroll } from './expect-unroll.js';
import { bindFlatSampling } from './flat-sampling.js';
import type { Table } from './table.js';
import type { TransitionBatch, UniformSamplerOptions } from './uniform-sampler.js';
import type { Unroll } from '../trainer.js';

/** The columns of the table: those of unrolls with discrete actions. */
export type TransitionColumns = Omit<Unroll, 'action' | 'logProbability'> & { readonly action: Int32Array };

export interface ReplayTableOptions {
  /** Environments of the whole run; each is one stream. */
  readonly numStreams: number;
  /** Transitions the table holds at most; every stream gets an equal share, rounded down. */
  readonly capacity: number;
  /** `D`. */
  readonly observationSize: number;
  /** `float32` unless given. */
  readonly observationDtype?: BoxDType | undefined;
}

/**
 * Experience of the whole run, one stream per environment, oldest overwritten first: whole transitions.
 *
 * ```text
 *   row = stream * streamCapacity + position        position = age counted round the stream's own ring
 * ```
 *
 * Neighbours in time are neighbours in memory, so a sampler can assemble n-step returns when it draws a batch.
 * A stream depends on its environment alone, so the contents do not depend on how environments were dealt out
 * to actors. The columns are shared memory written by the learner thread alone: others may read them between
 * updates.
 */
export class ReplayTable implements Table {
  readonly numStreams: number;
  readonly streamCapacity: number;
  readonly observationSize: number;
  readonly columns: TransitionColumns;
  /** Transitions held, per stream. Readers only look. */
  readonly sizes: Int32Array;
  /** Position of the oldest transition, per stream. Readers only look. */
  readonly oldest: Int32Array;
  #size = 0;
  #maxStreamSize = 0;

  /** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if a stream would hold nothing, or there is not that much memory */
  constructor({ numStreams, capacity, observationSize, observationDtype }: ReplayTableOptions) {
    expectCount('numStreams', numStreams, 1, 2 ** 24);
    expectCount('observationSize', observationSize, 1, 2 ** 24);
    this.numStreams = numStreams;
    this.streamCapacity = Math.floor(capacity / numStreams);
    this.observationSize = observationSize;
    if (!(this.streamCapacity >= 1)) {
      throw expected(
        'ERR_MEMORY_LAYOUT',
        'replay.capacity',
        `at least ${numStreams} (one row per environment)`,
        capacity,
      );
    }
    const rows = numStreams * this.streamCapacity;
    const elements = observationDtype === 'uint8' ? Uint8Array : Float32Array;
    const rowBytes = 2 * observationSize * elements.BYTES_PER_ELEMENT + 10;
    expectRoom('replay', rows * rowBytes, 'lower replay.capacity');
    const subject = 'replay.capacity';
    const observations = (): Observations =>
      allocateSharedArray<Observations>(subject, elements, rows * observationSize);
    this.columns = {
      observation: observations(),
      action: allocateSharedArray(subject, Int32Array, rows),
      reward: allocateSharedArray(subject, Float32Array, rows),
      terminated: allocateSharedArray(subject, Uint8Array, rows),
      truncated: allocateSharedArray(subject, Uint8Array, rows),
      nextObservation: observations(),
    };
    this.sizes = new Int32Array(numStreams);
    this.oldest = new Int32Array(numStreams);
  }

  /** Transitions held now. */
  get size(): number {
    return this.#size;
  }

  get capacity(): number {
    return this.numStreams * this.streamCapacity;
  }

  /** Length of the longest stream. */
  get maxStreamSize(): number {
    return this.#maxStreamSize;
  }

  get maxSteps(): number {
    return this.streamCapacity;
  }

  get readySteps(): number {
    return this.#maxStreamSize;
  }

  /** Transitions that `stream` holds. */
  streamSize(stream: number): number {
    return this.sizes[stream]!;
  }

  /** Row of the transition of `stream` that is `age` steps younger than its oldest. */
  rowAt(stream: number, age: number): number {
    const position = this.oldest[stream]! + age;
    return (
      stream * this.streamCapacity +
      (position < this.streamCapacity ? position : position - this.streamCapacity)
    );
  }

  insert(unroll: Unroll, firstStream: number, numEnvs: number, numSteps: number): void {
    const transitions = expectUnroll(this, unroll, firstStream, numEnvs, numSteps);
    for (let e = 0; e < numEnvs; e++) {
      const stream = firstStream + e;
      const base = stream * this.streamCapacity;
      const sizeBefore = this.sizes[stream]!;
      const head = (this.oldest[stream]! + sizeBefore) % this.streamCapacity;
      const beforeWrap = Math.min(numSteps, this.streamCapacity - head);
      this.#copyRows(transitions, e * numSteps, base + head, beforeWrap);
      if (beforeWrap < numSteps)
        this.#copyRows(transitions, e * numSteps + beforeWrap, base, numSteps - beforeWrap);

      const size = Math.min(sizeBefore + numSteps, this.streamCapacity);
      const overwritten = sizeBefore + numSteps - size;
      this.oldest[stream] = (this.oldest[stream]! + overwritten) % this.streamCapacity;
      this.sizes[stream] = size;
      this.#size += size - sizeBefore;
      this.#maxStreamSize = Math.max(this.#maxStreamSize, size);
    }
  }

  breakStream(stream: number): void {
    const size = this.sizes[stream]!;
    if (size === 0) return;
    const last = this.rowAt(stream, size - 1);
    if (this.columns.terminated[last] === 0) this.columns.truncated[last] = 1;
  }

  bindSampling(random: RandomStream, options: UniformSamplerOptions, batch: TransitionBatch): () => void {
    return bindFlatSampling(this, random, options, batch);
  }

  #copyRows(unroll: TransitionColumns, from: number, to: number, count: number): void {
    const D = this.observationSize;
    const { columns } = this;
    columns.observation.set(unroll.observation.subarray(from * D, (from + count) * D), to * D);
    columns.action.set(unroll.action.subarray(from, from + count), to);
    columns.reward.set(unroll.reward.subarray(from, from + count), to);
    columns.terminated.set(unroll.terminated.subarray(from, from + count), to);
    columns.truncated.set(unroll.truncated.subarray(from, from + count), to);
    columns.nextObservation.set(unroll.nextObservation.subarray(from * D, (from + count) * D), to * D);
  }
}
