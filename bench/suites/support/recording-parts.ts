import { threadId } from 'node:worker_threads';
import type { ActorParts } from '../../../src/actors/actor.js';
import { ActorGauges } from '../../../src/actors/actor-gauges.js';
import type { ActorTask } from '../../../src/actors/actor-task.js';
import { CounterLine } from '../../../src/shared/memory/counters.js';
import { ACTOR_COUNTERS } from '../../../src/shared/telemetry.js';
import { nanoseconds } from './clock.js';
import { VersionLog } from './version-log.js';

/** Parts of an actor that logs when the first block with each version of the weights begins. */
export function recordingParts(parts: ActorParts, task: ActorTask, log: SharedArrayBuffer): ActorParts {
  const line = new CounterLine(task.memory.actorCounters, ACTOR_COUNTERS, task.actorIndex);
  return { ...parts, gauges: new RecordingGauges(line, new VersionLog(log)) };
}

class RecordingGauges extends ActorGauges {
  readonly #log: VersionLog;
  #startedAt = 0;
  #latestVersion = -1;

  constructor(line: CounterLine<typeof ACTOR_COUNTERS>, log: VersionLog) {
    super(line, threadId);
    this.#log = log;
  }

  /** The actor says this when it has its block and its weights, before the first step of every block. */
  override recordStart(): void {
    super.recordStart();
    this.#startedAt = nanoseconds();
  }

  override recordBlock(envSteps: number, episodes: number, policyVersion: number, epsilon: number): void {
    super.recordBlock(envSteps, episodes, policyVersion, epsilon);
    if (policyVersion === this.#latestVersion) return;
    this.#latestVersion = policyVersion;
    this.#log.append(policyVersion, this.#startedAt);
  }
}
