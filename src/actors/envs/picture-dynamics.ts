import type { ClassicStates, Dynamics } from './classic-task.js';
import type { Actions } from './environment.js';

/** How a state looks: a grey picture. */
export interface Picture {
  /** Its pixels. */
  readonly size: number;
  /** Draws the state at `at`; writes every pixel. */
  draw(states: Float64Array, at: number, pixels: Uint8Array): void;
}

/**
 * The dynamics of another task, seen as its last `frames` pictures in place of what that task shows: neighbouring elements are the same
 * pixel at successive steps, the newest last. An episode begins with its first picture `frames` times.
 *
 * It remembers the pictures of its environments, so that one vector alone may use it.
 */
export class PictureDynamics implements Dynamics {
  readonly #task: Dynamics;
  readonly #stateSize: number;
  readonly #taskObservationSize: number;
  readonly #picture: Picture;
  readonly #frames: number;
  readonly #latest: Uint8Array;
  /** The stack of each environment. */
  readonly #stacks: Uint8Array[] = [];
  #vector: ClassicStates | undefined;
  /** The same vector, for the task to show what it shows where nobody looks. */
  #unseen: ClassicStates | undefined;

  constructor(
    task: Dynamics,
    sizes: { readonly state: number; readonly observation: number },
    picture: Picture,
    frames: number,
  ) {
    this.#task = task;
    this.#stateSize = sizes.state;
    this.#taskObservationSize = sizes.observation;
    this.#picture = picture;
    this.#frames = frames;
    this.#latest = new Uint8Array(picture.size);
  }

  begin(...start: Parameters<Dynamics['begin']>): void {
    this.#task.begin(...start);
  }

  observe(states: Float64Array, at: number, observations: Float32Array, to: number, isFirst: boolean): void {
    const stack = this.#stackOf(at);
    this.#picture.draw(states, at, this.#latest);
    for (let frame = isFirst ? 0 : this.#frames - 1; frame < this.#frames; frame++) this.#put(stack, frame);
    observations.set(stack, to);
  }

  advance(vector: ClassicStates, actions: Actions): void {
    this.#task.advance(this.#withoutSight(vector), actions);
    const { numEnvs, states, observations, nextObservations } = vector;
    for (let i = 0, to = 0; i < numEnvs; i++) {
      const at = i * this.#stateSize;
      const stack = this.#stackOf(at);
      this.#picture.draw(states, at, this.#latest);
      // Moves every picture to the place of the one before it, and what is in the last place is overwritten.
      stack.copyWithin(0, 1);
      this.#put(stack, this.#frames - 1);
      observations.set(stack, to);
      nextObservations.set(stack, to);
      to += stack.length;
    }
  }

  nudge(states: Float64Array, at: number, strength: number): void {
    this.#task.nudge(states, at, strength);
  }

  /** Puts the latest picture into one place of a stack. */
  #put(stack: Uint8Array, frame: number): void {
    const latest = this.#latest;
    const frames = this.#frames;
    for (let i = 0, to = frame; i < latest.length; i++, to += frames) stack[to] = latest[i]!;
  }

  #stackOf(at: number): Uint8Array {
    return (this.#stacks[at / this.#stateSize] ??= new Uint8Array(this.#frames * this.#picture.size));
  }

  #withoutSight(vector: ClassicStates): ClassicStates {
    if (this.#vector !== vector || this.#unseen === undefined) {
      const { numEnvs, rewards, terminated, states, elapsed } = vector;
      const observations = new Float32Array(numEnvs * this.#taskObservationSize);
      const nextObservations = observations;
      this.#vector = vector;
      this.#unseen = { numEnvs, rewards, terminated, states, elapsed, observations, nextObservations };
    }
    return this.#unseen;
  }
}
