import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Control } from '../../src/shared/memory/control.js';
import type { attachRings } from '../../src/shared/run-memory.js';
import type { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import type { Mode } from './configuration.js';

/** As often as the real one, it lets its thread do something else. */
const BREATH_MILLISECONDS = 5;

interface IdleLearnerParts {
  readonly mode: Mode;
  readonly rings: ReturnType<typeof attachRings>;
  readonly control: Control;
  readonly writer: WeightWriter;
  /** What is published, again and again. */
  readonly parameters: Float32Array;
  /** Whether there will be no more blocks: an actor is gone. */
  readonly isOver: () => boolean;
}

/** How far it came, between two moments at which a block was given back. */
export interface IdleWork {
  readonly blocks: number;
  readonly milliseconds: number;
}

/**
 * A learner that costs nothing: it gives every block back unread, and in sync mode publishes a version a round. What actors do
 * beside it is what they can do at most.
 */
export class IdleLearner {
  readonly #parts: IdleLearnerParts;
  #breathedAt = performance.now();

  /** Publishes version 0. */
  constructor(parts: IdleLearnerParts) {
    this.#parts = parts;
    this.#publish();
  }

  /** Works for so long, and then until the next block or round. */
  async work(milliseconds: number): Promise<IdleWork> {
    const turn = this.#parts.mode === 'sync' ? () => this.#round() : () => this.#release();
    await turn();
    const startedAt = performance.now();
    for (let blocks = 0; ;) {
      blocks += await turn();
      const elapsed = performance.now() - startedAt;
      if (elapsed >= milliseconds || this.#parts.isOver()) return { blocks, milliseconds: elapsed };
    }
  }

  /** Gives back what there is, once there is any. @returns blocks */
  async #release(): Promise<number> {
    const { rings, control, isOver } = this.#parts;
    let blocks = 0;
    while (blocks === 0 && !isOver()) {
      for (const ring of rings) {
        // No more than fit: actors that are faster than this must not keep it from the clock.
        for (let n = 0; n < ring.numBlocks && ring.tryPeek() !== undefined; n++, blocks++) ring.release();
      }
      if (blocks === 0) control.doorbell.wait(BREATH_MILLISECONDS);
      await this.#breathe();
    }
    return blocks;
  }

  /** Gives back a block of every actor and publishes. @returns blocks */
  async #round(): Promise<number> {
    const { rings, isOver } = this.#parts;
    for (const ring of rings) {
      while (ring.tryPeek() === undefined) {
        ring.waitReadable(BREATH_MILLISECONDS);
        if (isOver()) return 0;
        await this.#breathe();
      }
      ring.release();
    }
    this.#publish();
    await this.#breathe();
    return rings.length;
  }

  #publish(): void {
    const { writer, parameters } = this.#parts;
    writer.publish(parameters, writer.newestVersion + 1);
  }

  async #breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#breathedAt < BREATH_MILLISECONDS) return;
    this.#breathedAt = now;
    await nextTurn();
  }
}
