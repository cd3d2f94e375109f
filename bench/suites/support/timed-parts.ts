import { threadId } from 'node:worker_threads';
import type { ActorParts } from '../../../src/actors/actor.js';
import { ActorGauges } from '../../../src/actors/actor-gauges.js';
import type { ActorTask } from '../../../src/actors/actor-task.js';
import { CounterLine } from '../../../src/shared/memory/counters.js';
import { ACTOR_COUNTERS } from '../../../src/shared/telemetry.js';
import { BlockTimes } from './block-times.js';

/** Parts of an actor that notes how long its blocks take. */
export function timedParts(parts: ActorParts, task: ActorTask, times: SharedArrayBuffer): ActorParts {
  const line = new CounterLine(task.memory.actorCounters, ACTOR_COUNTERS, task.actorIndex);
  return { ...parts, gauges: new TimedGauges(line, new BlockTimes(times)) };
}

class TimedGauges extends ActorGauges {
  readonly #times: BlockTimes;

  constructor(line: CounterLine<typeof ACTOR_COUNTERS>, times: BlockTimes) {
    super(line, threadId);
    this.#times = times;
  }

  override recordBlock(envSteps: number, episodes: number, policyVersion: number, epsilon: number): void {
    super.recordBlock(envSteps, episodes, policyVersion, epsilon);
    this.#times.note();
  }
}
