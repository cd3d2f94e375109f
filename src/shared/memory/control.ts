import { Doorbell } from './doorbell.js';
import { allocateShared, expectByteLength, LINE_BYTES, LINE_WORDS } from './shared-buffer.js';

const RUN_STATES = ['run', 'pause', 'stop'] as const;

/** What main asks of every thread. `stop` is final. */
export type RunState = (typeof RUN_STATES)[number];

const PAUSE = RUN_STATES.indexOf('pause');
const STOP = RUN_STATES.indexOf('stop');

const STATE = 0;
const DOORBELL = LINE_WORDS;

/**
 * The run's control word: written by main, looked at by all threads between two blocks or updates.
 *
 * ```text
 *   0              128                      256
 *   +--------------+------------------------+
 *   | state int32  | the learner's Doorbell |
 *   +--------------+------------------------+
 * ```
 *
 * A thread asleep on a ring or on the weights does not see the word change: after {@link request}, main also
 * calls `BlockRing.interrupt` and `WeightStore.interrupt`, so that it wakes and looks.
 */
export class Control {
  /** Rung by whoever has something for the learner, who alone waits at it. */
  readonly doorbell: Doorbell;
  readonly #words: Int32Array;

  /** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from {@link Control.allocate} */
  constructor(buffer: SharedArrayBuffer) {
    expectByteLength('control', buffer, 2 * LINE_BYTES);
    this.#words = new Int32Array(buffer);
    this.doorbell = new Doorbell(this.#words, DOORBELL);
  }

  /** Allocates a control word that says `run`. */
  static allocate(): SharedArrayBuffer {
    return allocateShared('control', 2 * LINE_BYTES);
  }

  get state(): RunState {
    return RUN_STATES[Atomics.load(this.#words, STATE)]!;
  }

  get isStopped(): boolean {
    return Atomics.load(this.#words, STATE) === STOP;
  }

  /**
   * Asks every thread for a state, and wakes those that wait while paused and the learner. Main only.
   *
   * @returns `false` if the run was stopped before, and stays so
   */
  request(state: RunState): boolean {
    if (this.isStopped) return false;
    Atomics.store(this.#words, STATE, RUN_STATES.indexOf(state));
    Atomics.notify(this.#words, STATE);
    this.doorbell.ring();
    return true;
  }

  /** Sleeps while the run is paused, at most this long. Any thread but main. @returns the state after that */
  waitWhilePaused(timeoutMilliseconds: number): RunState {
    // Asked every block: even a wait that ends at once takes a process-wide lock.
    if (Atomics.load(this.#words, STATE) === PAUSE)
      Atomics.wait(this.#words, STATE, PAUSE, timeoutMilliseconds);
    return this.state;
  }
}
