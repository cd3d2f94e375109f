import type { CounterLine } from '../shared/memory/counters.js';
import { StateClock } from '../shared/state-clock.js';
import { ACTOR_STATES, type ACTOR_COUNTERS, type ActorState } from '../shared/telemetry.js';

/** Times are shown at most this often while an actor acts: short blocks would spend more on showing than on acting. */
const SHOW_NANOSECONDS = 1e6;

/** Counts what one actor does, in a line of shared memory that outlives the thread. */
export class ActorGauges {
  readonly clock: StateClock<ActorState>;
  /** Not asked for by name: that costs more than the store. */
  readonly #counters: CounterLine<typeof ACTOR_COUNTERS>['counters'];
  /** Counts of the actor's earlier lives, which this one adds to. */
  readonly #before: Readonly<Record<keyof typeof ACTOR_COUNTERS, number>>;
  #beats: number;
  #hasStarted: boolean;
  #blocks = 0;
  #envSteps = 0;
  #episodes = 0;
  #shownAt = 0;

  /** @param now - milliseconds, for tests and benchmarks */
  constructor(line: CounterLine<typeof ACTOR_COUNTERS>, threadId: number, now?: () => number) {
    this.clock = new StateClock(ACTOR_STATES, 'other', now);
    this.#counters = line.counters;
    this.#before = line.snapshot();
    this.#beats = this.#before.beats;
    this.#hasStarted = this.#before.firstStepAtMilliseconds > 0;
    this.#counters.threadId.set(threadId);
  }

  /** Episodes that earlier lives of this actor finished. */
  get episodesBefore(): number {
    return this.#before.episodes;
  }

  /** Shows that the thread is alive. */
  beat(): void {
    this.#beats = (this.#beats + 1) | 0;
    this.#counters.beats.note(this.#beats);
  }

  /** Notes when the actor's very first step is about to be made; does nothing after that. */
  recordStart(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#counters.firstStepAtMilliseconds.set(Date.now());
  }

  /** A beat of an actor that waits: shows also what its time goes into. */
  beatIdle(): void {
    this.beat();
    this.showTimes();
  }

  /** Counts a published block, and shows now and then what the time goes into. */
  recordBlock(envSteps: number, episodes: number, policyVersion: number, epsilon: number): void {
    const counters = this.#counters;
    const before = this.#before;
    this.#blocks++;
    this.#envSteps += envSteps;
    this.#episodes += episodes;
    counters.blocks.set(before.blocks + this.#blocks);
    counters.envSteps.set(before.envSteps + this.#envSteps);
    counters.episodes.set(before.episodes + this.#episodes);
    counters.policyVersion.set(policyVersion);
    counters.epsilon.set(epsilon);
    // By the latest reading, from the end of the block: asking the clock would cost as much as a store or two.
    if (this.clock.elapsed - this.#shownAt >= SHOW_NANOSECONDS) this.showTimes();
  }

  /** Shows what the time goes into, up to now. */
  showTimes(): void {
    const { clock } = this;
    const counters = this.#counters;
    const before = this.#before;
    clock.settle();
    this.#shownAt = clock.elapsed;
    counters.envNanoseconds.set(before.envNanoseconds + clock.total('env'));
    counters.policyNanoseconds.set(before.policyNanoseconds + clock.total('policy'));
    counters.waitRingNanoseconds.set(before.waitRingNanoseconds + clock.total('waitRing'));
    counters.waitWeightsNanoseconds.set(before.waitWeightsNanoseconds + clock.total('waitWeights'));
    counters.otherNanoseconds.set(before.otherNanoseconds + clock.total('other'));
    counters.wallMicroseconds.set(before.wallMicroseconds + clock.elapsed / 1e3);
  }
}
