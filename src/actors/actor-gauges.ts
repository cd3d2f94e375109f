import type { CounterLine } from '../shared/memory/counters.js';
import { StateClock } from '../shared/state-clock.js';
import { ACTOR_STATES, type ACTOR_COUNTERS } from '../shared/telemetry.js';

/** Counts what one actor does, in a line of shared memory that outlives the thread. */
export class ActorGauges {
  readonly clock = new StateClock(ACTOR_STATES, 'other');
  readonly #line: CounterLine<typeof ACTOR_COUNTERS>;
  /** Counts of the actor's earlier lives, which this one adds to. */
  readonly #before: Readonly<Record<keyof typeof ACTOR_COUNTERS, number>>;
  #beats: number;
  #hasStarted: boolean;
  #blocks = 0;
  #envSteps = 0;
  #episodes = 0;

  constructor(line: CounterLine<typeof ACTOR_COUNTERS>, threadId: number) {
    this.#line = line;
    this.#before = line.snapshot();
    this.#beats = this.#before.beats;
    this.#hasStarted = this.#before.firstStepAtMilliseconds > 0;
    line.set('threadId', threadId);
  }

  /** Episodes that earlier lives of this actor finished. */
  get episodesBefore(): number {
    return this.#before.episodes;
  }

  /** Shows that the thread is alive. */
  beat(): void {
    this.#beats = (this.#beats + 1) | 0;
    this.#line.set('beats', this.#beats);
  }

  /** Notes when the actor's very first step is about to be made; does nothing after that. */
  recordStart(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#line.set('firstStepAtMilliseconds', Date.now());
  }

  /** A beat of an actor that waits: shows also what its time goes into. */
  beatIdle(): void {
    this.beat();
    this.#showTimes();
  }

  /** Counts a published block, and shows what the time goes into. */
  recordBlock(envSteps: number, episodes: number, policyVersion: number, epsilon: number): void {
    const line = this.#line;
    const before = this.#before;
    this.#blocks++;
    this.#envSteps += envSteps;
    this.#episodes += episodes;
    line.set('blocks', before.blocks + this.#blocks);
    line.set('envSteps', before.envSteps + this.#envSteps);
    line.set('episodes', before.episodes + this.#episodes);
    line.set('policyVersion', policyVersion);
    line.set('epsilon', epsilon);
    this.#showTimes();
  }

  #showTimes(): void {
    const line = this.#line;
    const before = this.#before;
    this.clock.settle();
    line.set('envNanoseconds', before.envNanoseconds + this.clock.total('env'));
    line.set('policyNanoseconds', before.policyNanoseconds + this.clock.total('policy'));
    line.set('waitRingNanoseconds', before.waitRingNanoseconds + this.clock.total('waitRing'));
    line.set('waitWeightsNanoseconds', before.waitWeightsNanoseconds + this.clock.total('waitWeights'));
    line.set('otherNanoseconds', before.otherNanoseconds + this.clock.total('other'));
    line.set('wallMicroseconds', before.wallMicroseconds + this.clock.elapsed / 1e3);
  }
}
