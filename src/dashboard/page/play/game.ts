import type { Player } from './player.js';
import type { Moment, Scene, Side } from './scenes/scene.js';

/** After a longer time between two frames the game goes on from where it was, and catches up no more than this. */
const MAX_FRAME_SECONDS = 0.05;
/** How long the end of an episode stays in sight, at ordinary speed. */
const END_SECONDS = 0.8;
/** In which what is shown of a nudge falls to a third. */
const NUDGE_SECONDS = 0.25;

/**
 * Turns the time of frames into the steps of a player, and its states at those steps into moments in between, so that
 * an environment of 15 steps a second moves as smoothly as one of 50.
 *
 * Knows neither a clock nor a canvas.
 */
export class Game {
  /** How many times faster than the scene's own rate. */
  speed = 1;
  /** Return of the latest episode that came to its end. */
  lastReturn: number | undefined;
  #isPaused = false;
  /** Steps due, below 1: how far the drawing is on its way from `#from` to `#to`. */
  #due = 0;
  /** Ticks since the end of the episode. */
  #ticksOver = 0;
  #nudge = 0;
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  readonly #between: Float64Array;

  constructor(
    readonly player: Player,
    readonly scene: Scene,
  ) {
    this.#from = player.state.slice();
    this.#to = player.state.slice();
    this.#between = player.state.slice();
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused;
    // What is paused shows where it is, and the next step follows at once.
    if (isPaused) this.#due = 1;
  }

  /** What is to be drawn now. Its state is overwritten by the next call. */
  get moment(): Moment {
    const state = this.#between;
    const share = Math.min(1, this.#due);
    for (let k = 0; k < state.length; k++) {
      const from = this.#from[k]!;
      let way = this.#to[k]! - from;
      if (this.scene.wrappedAngles.includes(k)) way -= 2 * Math.PI * Math.round(way / (2 * Math.PI));
      state[k] = from + share * way;
    }
    const { action, isOver } = this.player;
    return { state, action, nudge: this.#nudge, isOver };
  }

  /** Makes the steps that are due after so many seconds; none while it is paused or there are no weights. */
  advance(seconds: number): void {
    if (this.#isPaused || this.player.version === undefined) return;
    const passed = Math.min(seconds, MAX_FRAME_SECONDS);
    this.#due += passed * this.scene.stepsPerSecond * this.speed;
    for (; this.#due >= 1; this.#due--) this.#tick();
    this.#nudge *= Math.exp(-passed / NUDGE_SECONDS);
    if (Math.abs(this.#nudge) < 0.02) this.#nudge = 0;
  }

  /** Gives the environment a blow at once, paused or not. */
  nudge(side: Side): void {
    const { strength } = this.scene.nudges[side];
    if (this.player.isOver) return;
    this.player.nudge(strength);
    this.#to.set(this.player.state);
    this.#nudge = strength;
  }

  /** Leaves the episode for the next one. */
  nextEpisode(): void {
    this.player.nextEpisode();
    this.#ticksOver = 0;
    this.#nudge = 0;
    this.#from.set(this.player.state);
    this.#to.set(this.player.state);
  }

  #tick(): void {
    this.#from.set(this.#to);
    if (this.player.isOver) this.#hold();
    else this.#step();
  }

  #hold(): void {
    if (++this.#ticksOver >= END_SECONDS * this.scene.stepsPerSecond) this.nextEpisode();
  }

  #step(): void {
    const { player } = this;
    player.step();
    this.#to.set(player.state);
    if (player.isOver) this.lastReturn = player.return;
  }
}
