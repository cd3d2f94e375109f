import { threadId } from 'node:worker_threads';
import type { ActorParts } from '../../../src/actors/actor.js';
import { ActorGauges } from '../../../src/actors/actor-gauges.js';
import type { ActorTask } from '../../../src/actors/actor-task.js';
import type { UnrollColumns } from '../../../src/shared/memory/block-layout.js';
import { Block } from '../../../src/shared/memory/block.js';
import { BlockRing, type BlockRingShape } from '../../../src/shared/memory/block-ring.js';
import { Control, type RunState } from '../../../src/shared/memory/control.js';
import { CounterLine } from '../../../src/shared/memory/counters.js';
import { Doorbell } from '../../../src/shared/memory/doorbell.js';
import { dealEnvironments, ringShape } from '../../../src/shared/run-memory.js';
import { StateClock } from '../../../src/shared/state-clock.js';
import { ACTOR_COUNTERS, ACTOR_STATES, type ActorState } from '../../../src/shared/telemetry.js';
import { WeightReader } from '../../../src/shared/weights/weight-reader.js';
import { BlockTimes } from './block-times.js';

/** Looks at the control word once in so many blocks. */
const LOOK_EVERY = 16;

/**
 * Parts of an actor that is alone in the world: it fills blocks that nobody reads, with weights that never change, and counts nothing.
 * Environments and policy are those of `parts`.
 */
export function bareParts(parts: ActorParts, task: ActorTask, times: SharedArrayBuffer): ActorParts {
  const { actorIndex, config, memory } = task;
  const share = dealEnvironments(config)[actorIndex]!;
  const line = new CounterLine(memory.actorCounters, ACTOR_COUNTERS, actorIndex);
  return {
    ...parts,
    ring: new BareRing(memory.rings[actorIndex]!, ringShape(config, share, task.unroll)),
    weights: new BareWeights(memory.weights, actorIndex),
    control: new BareControl(memory.control),
    gauges: new BareGauges(line, new BlockTimes(times)),
  };
}

class BareRing extends BlockRing<UnrollColumns> {
  readonly #blocks: readonly Block<UnrollColumns>[];
  #sequence = 0;

  constructor(buffer: SharedArrayBuffer, shape: BlockRingShape<UnrollColumns>) {
    super(buffer, shape);
    const { layout, numBlocks } = shape;
    const memory = new SharedArrayBuffer(numBlocks * layout.byteLength);
    this.#blocks = Array.from(
      { length: numBlocks },
      (_, i) => new Block(memory, i * layout.byteLength, layout),
    );
  }

  override tryAcquire(): Block<UnrollColumns> {
    const block = this.#blocks[this.#sequence & (this.numBlocks - 1)]!;
    block.sequence = this.#sequence++;
    block.episodes.clear();
    return block;
  }

  override publish(): void {
    return;
  }
}

class BareWeights extends WeightReader {
  override waitForVersion(): boolean {
    return true;
  }

  #hasRead = false;

  /** Once: without weights all activations are 0, and a forward pass leaves nearly everything out. */
  override readNewestInto(into: Float32Array): number {
    if (!this.#hasRead) super.readNewestInto(into);
    this.#hasRead = true;
    return 0;
  }
}

class BareBell extends Doorbell {
  override ring(): void {
    return;
  }
}

class BareControl extends Control {
  override readonly doorbell = new BareBell(new Int32Array(new SharedArrayBuffer(4)), 0);
  #blocks = 0;

  override waitWhilePaused(timeoutMilliseconds: number): RunState {
    return this.#blocks++ % LOOK_EVERY === 0 ? super.waitWhilePaused(timeoutMilliseconds) : 'run';
  }
}

class StoppedClock extends StateClock<ActorState> {
  override enter(): number {
    return 0;
  }

  override transfer(): void {
    return;
  }
}

class BareGauges extends ActorGauges {
  override readonly clock = new StoppedClock(ACTOR_STATES, 'other', () => 0);
  readonly #times: BlockTimes;

  constructor(line: CounterLine<typeof ACTOR_COUNTERS>, times: BlockTimes) {
    super(line, threadId);
    this.#times = times;
  }

  override beat(): void {
    return;
  }

  override recordStart(): void {
    return;
  }

  override recordBlock(): void {
    this.#times.note();
  }
}
