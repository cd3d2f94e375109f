import { expected } from '../../shared/errors.js';
import type { Observations } from '../../shared/memory/block-layout.js';
import { expectRoom } from '../../shared/memory/expect-room.js';
import { allocateSharedArray, expectCount } from '../../shared/memory/shared-buffer.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import type { BoxDType } from '../../shared/spaces.js';
import type { Unroll } from '../trainer.js';
import { expectUnroll } from './expect-unroll.js';
import { bindFrameSampling } from './frame-sampling.js';
import type { TransitionColumns } from './replay-table.js';
import { ROW_KIND } from './row-kind.js';
import type { Table } from './table.js';
import type { TransitionBatch, UniformSamplerOptions } from './uniform-sampler.js';

export interface FrameTableOptions {
  /** Environments of the whole run; each is one stream. */
  readonly numStreams: number;
  /** Frames the table holds at most; every stream gets an equal share, rounded down. */
  readonly capacity: number;
  /** `D`. */
  readonly observationSize: number;
  readonly observationDtype: BoxDType;
  /** `F`, of which an observation is made, from 2. */
  readonly frames: number;
}

/** Columns of rows. */
export interface FrameColumns {
  /** The newest frame of each observation. `[rows, D / F]` */
  readonly frame: Observations;
  /** One of {@link ROW_KIND}. */
  readonly kind: Uint8Array;
  /** Frames of its episode before it, counted up to `F - 1`: as many belong to its stack. */
  readonly numBefore: Uint8Array;
  readonly action: Int32Array;
  readonly reward: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
}

/**
 * Experience of the whole run where observations are stacks of frames, one stream per environment, oldest overwritten first: every frame is kept
 * once, and stacks are put together when they are drawn.
 *
 * ```text
 *   row = stream * streamCapacity + position        position = age counted round the stream's own ring
 *
 *   one stream    | f0   | f1   | f2   | f3  | g0   | g1   | g2   |
 *   kind          | step | step | step | end | step | step | open |      an episode of three steps, and the next one under way
 *   numBefore     | 0    | 1    | 2    | 3   | 0    | 1    | 2    |
 * ```
 *
 * A step's next observation ends with the frame of the row after it: that of the next step, of the end of its episode, or of the open row, which
 * the next unroll's first step takes over. So a truncated step has its true last frame, and the youngest step can be drawn. A stack goes
 * back no further than its episode, whose first frame fills it up, as it did in the environment.
 *
 * The shared memory is written by the learner thread alone. Its bytes: `capacity * (D / F * bytes of an element + 12)`.
 */
export class FrameTable implements Table {
  readonly numStreams: number;
  readonly streamCapacity: number;
  readonly observationSize: number;
  readonly frames: number;
  /** `D / F`. */
  readonly frameSize: number;
  readonly columns: FrameColumns;
  /** Rows in use, per stream. Readers only look. */
  readonly sizes: Int32Array;
  /** Position of the oldest row, per stream. Readers only look. */
  readonly oldest: Int32Array;
  #numSteps = 0;
  #maxStreamSize = 0;

  /** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if a stream would hold nothing to draw, or there is not that much memory */
  constructor({ numStreams, capacity, observationSize, observationDtype, frames }: FrameTableOptions) {
    expectCount('numStreams', numStreams, 1, 2 ** 24);
    expectCount('frames', frames, 2, 255);
    expectCount('observationSize', observationSize, frames, 2 ** 24);
    this.numStreams = numStreams;
    this.streamCapacity = Math.floor(capacity / numStreams);
    this.observationSize = observationSize;
    this.frames = frames;
    this.frameSize = observationSize / frames;
    if (!(this.maxSteps >= 1)) {
      const least = numStreams * (frames + 2);
      const wanted = `at least ${least} (${frames + 2} frames per environment)`;
      throw expected('ERR_MEMORY_LAYOUT', 'replay.capacity', wanted, capacity);
    }
    const rows = numStreams * this.streamCapacity;
    const elements = observationDtype === 'uint8' ? Uint8Array : Float32Array;
    const rowBytes = this.frameSize * elements.BYTES_PER_ELEMENT + 12;
    expectRoom('replay', rows * rowBytes, 'lower replay.capacity');
    const subject = 'replay.capacity';
    this.columns = {
      frame: allocateSharedArray<Observations>(subject, elements, rows * this.frameSize),
      kind: allocateSharedArray(subject, Uint8Array, rows),
      numBefore: allocateSharedArray(subject, Uint8Array, rows),
      action: allocateSharedArray(subject, Int32Array, rows),
      reward: allocateSharedArray(subject, Float32Array, rows),
      terminated: allocateSharedArray(subject, Uint8Array, rows),
      truncated: allocateSharedArray(subject, Uint8Array, rows),
    };
    this.sizes = new Int32Array(numStreams);
    this.oldest = new Int32Array(numStreams);
  }

  get size(): number {
    return this.#numSteps;
  }

  get capacity(): number {
    return this.numStreams * this.streamCapacity;
  }

  /** Rows of the longest stream. */
  get maxStreamSize(): number {
    return this.#maxStreamSize;
  }

  get maxSteps(): number {
    // The oldest rows may have lost the frames before them, an end may come next, and the return needs a row after it.
    return this.streamCapacity - this.frames - 1;
  }

  get readySteps(): number {
    return Math.max(0, this.#maxStreamSize - 1);
  }

  insert(unroll: Unroll, firstStream: number, numEnvs: number, numSteps: number): void {
    const steps = expectUnroll(this, unroll, firstStream, numEnvs, numSteps);
    for (let e = 0; e < numEnvs; e++) {
      const stream = firstStream + e;
      for (let t = 0; t < numSteps; t++) {
        const from = e * numSteps + t;
        this.#writeStep(this.#rowForStep(stream), steps, from);
        const isOver = (steps.terminated[from]! | steps.truncated[from]!) !== 0;
        if (!isOver && t < numSteps - 1) continue;
        const row = this.#append(stream);
        this.columns.kind[row] = isOver ? ROW_KIND.end : ROW_KIND.open;
        this.#writeFrame(row, steps.nextObservation, from);
      }
    }
  }

  breakStream(stream: number): void {
    const size = this.sizes[stream]!;
    if (size === 0) return;
    const { kind, truncated } = this.columns;
    const youngest = this.rowAt(stream, size - 1);
    if (kind[youngest] !== ROW_KIND.open) return;
    kind[youngest] = ROW_KIND.end;
    truncated[this.rowAt(stream, size - 2)] = 1;
  }

  /** The row of `stream` that is `age` rows younger than its oldest. */
  rowAt(stream: number, age: number): number {
    const position = this.oldest[stream]! + age;
    return stream * this.streamCapacity + (position % this.streamCapacity);
  }

  bindSampling(random: RandomStream, options: UniformSamplerOptions, batch: TransitionBatch): () => void {
    return bindFrameSampling(this, random, options, batch);
  }

  /** The open row, or a new one with which an episode begins. */
  #rowForStep(stream: number): number {
    const { kind, numBefore } = this.columns;
    const size = this.sizes[stream]!;
    if (size > 0) {
      const youngest = this.rowAt(stream, size - 1);
      if (kind[youngest] === ROW_KIND.open) return youngest;
      if (kind[youngest] === ROW_KIND.step) return this.#append(stream);
    }
    const row = this.#append(stream);
    numBefore[row] = 0;
    return row;
  }

  /** A new youngest row, of the same episode as the one before it. */
  #append(stream: number): number {
    const { streamCapacity } = this;
    const { kind, numBefore } = this.columns;
    const size = this.sizes[stream]!;
    const before = size === 0 ? 0 : numBefore[this.rowAt(stream, size - 1)]!;
    if (size === streamCapacity) {
      if (kind[this.rowAt(stream, 0)] === ROW_KIND.step) this.#numSteps--;
      this.oldest[stream] = (this.oldest[stream]! + 1) % streamCapacity;
    } else {
      this.sizes[stream] = size + 1;
      this.#maxStreamSize = Math.max(this.#maxStreamSize, size + 1);
    }
    const row = this.rowAt(stream, this.sizes[stream]! - 1);
    numBefore[row] = Math.min(before + 1, this.frames - 1);
    return row;
  }

  #writeStep(row: number, steps: TransitionColumns, from: number): void {
    const { kind, action, reward, terminated, truncated } = this.columns;
    kind[row] = ROW_KIND.step;
    action[row] = steps.action[from]!;
    reward[row] = steps.reward[from]!;
    terminated[row] = steps.terminated[from]!;
    truncated[row] = steps.truncated[from]!;
    this.#numSteps++;
    this.#writeFrame(row, steps.observation, from);
  }

  /** Keeps the newest frame of one observation. */
  #writeFrame(row: number, observations: Observations, index: number): void {
    const { frames, frameSize } = this;
    const { frame } = this.columns;
    const end = (row + 1) * frameSize;
    let from = index * this.observationSize + frames - 1;
    for (let to = row * frameSize; to < end; to++, from += frames) frame[to] = observations[from]!;
  }
}
