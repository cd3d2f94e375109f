import { performance } from 'node:perf_hooks';
import { threadId } from 'node:worker_threads';
import type { ActorParts } from '../../../src/actors/actor.js';
import { ActorGauges } from '../../../src/actors/actor-gauges.js';
import type { ActorTask } from '../../../src/actors/actor-task.js';
import type { UnrollColumns } from '../../../src/shared/memory/block-layout.js';
import type { Block } from '../../../src/shared/memory/block.js';
import { BlockRing, type BlockRingShape } from '../../../src/shared/memory/block-ring.js';
import { Control, type RunState } from '../../../src/shared/memory/control.js';
import { CounterLine } from '../../../src/shared/memory/counters.js';
import { dealEnvironments, ringShape } from '../../../src/shared/run-memory.js';
import { ACTOR_COUNTERS } from '../../../src/shared/telemetry.js';
import { ActorProfile, PROFILE } from './actor-profile.js';
import { cheapestCall } from './cheapest-call.js';

/** The parts of an actor, each with a look at the clock where a stage of the actor's loop ends. */
export function profiledParts(parts: ActorParts, task: ActorTask, buffer: SharedArrayBuffer): ActorParts {
  const { actorIndex, config, memory } = task;
  const profile = new ActorProfile(buffer);
  const line = new CounterLine(memory.actorCounters, ACTOR_COUNTERS, actorIndex);
  const plain = new ActorGauges(line, threadId);
  profile.setCost(
    PROFILE.readingCost,
    cheapestCall(() => plain.clock.now()),
  );
  profile.setCost(
    PROFILE.beatCost,
    cheapestCall(() => plain.beat()),
  );
  profile.setCost(
    PROFILE.markCost,
    cheapestCall(() => profile.end(PROFILE.fill)),
  );
  const shape = ringShape(config, dealEnvironments(config)[actorIndex]!, task.unroll);
  return {
    ...parts,
    ring: new ProfiledRing(memory.rings[actorIndex]!, shape, profile),
    control: new ProfiledControl(memory.control, profile),
    gauges: new ProfiledGauges(line, profile),
  };
}

class ProfiledControl extends Control {
  readonly #profile: ActorProfile;

  constructor(buffer: SharedArrayBuffer, profile: ActorProfile) {
    super(buffer);
    this.#profile = profile;
  }

  override waitWhilePaused(timeoutMilliseconds: number): RunState {
    this.#profile.begin();
    return super.waitWhilePaused(timeoutMilliseconds);
  }
}

class ProfiledRing extends BlockRing<UnrollColumns> {
  readonly #profile: ActorProfile;

  constructor(buffer: SharedArrayBuffer, shape: BlockRingShape<UnrollColumns>, profile: ActorProfile) {
    super(buffer, shape);
    this.#profile = profile;
  }

  override tryAcquire(): Block<UnrollColumns> | undefined {
    const block = super.tryAcquire();
    this.#profile.end(PROFILE.acquire);
    return block;
  }

  override publish(): void {
    this.#profile.end(PROFILE.fill);
    super.publish();
  }
}

class ProfiledGauges extends ActorGauges {
  readonly #profile: ActorProfile;

  constructor(line: CounterLine<typeof ACTOR_COUNTERS>, profile: ActorProfile) {
    super(line, threadId, () => {
      profile.count(PROFILE.readings);
      return performance.now();
    });
    this.#profile = profile;
  }

  override beat(): void {
    super.beat();
    this.#profile.count(PROFILE.beats);
  }

  /** The actor has its block and its weights. */
  override recordStart(): void {
    super.recordStart();
    this.#profile.end(PROFILE.weights);
  }

  override recordBlock(envSteps: number, episodes: number, policyVersion: number, epsilon: number): void {
    this.#profile.end(PROFILE.publish);
    super.recordBlock(envSteps, episodes, policyVersion, epsilon);
    this.#profile.end(PROFILE.count);
    this.#profile.commit();
  }
}
