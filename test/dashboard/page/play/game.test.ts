import { describe, expect, it } from 'vitest';
import type { Game } from '../../../../src/dashboard/page/play/game.js';
import { ACROBOT_SCENE } from '../../../../src/dashboard/page/play/scenes/acrobot.js';
import { CART_POLE_SCENE } from '../../../../src/dashboard/page/play/scenes/cart-pole.js';
import { PENDULUM_SCENE } from '../../../../src/dashboard/page/play/scenes/pendulum.js';
import { simpleGame } from './support/game.js';

/** A frame of a screen that draws 64 a second: steps of 50 a second then add up without rounding. */
const FRAME = 1 / 64;

function advance(game: Game, seconds: number): void {
  for (let frames = Math.round(seconds / FRAME); frames > 0; frames--) game.advance(FRAME);
}

describe('Game', () => {
  it.each([0.5, 1, 2, 4])('makes the steps that are due at speed %d', (speed) => {
    const game = simpleGame(PENDULUM_SCENE);
    game.speed = speed;
    advance(game, 1);
    expect(game.player.steps).toBe(30 * speed);
  });

  it('catches up no more than a twentieth of a second, however long a frame took', () => {
    const game = simpleGame(PENDULUM_SCENE);
    game.advance(3600);
    expect(game.player.steps).toBe(1);
    game.speed = 4;
    game.advance(3600);
    expect(game.player.steps).toBe(7);
  });

  it('makes no step without weights, or while it is paused', () => {
    const waiting = simpleGame(PENDULUM_SCENE, { hasWeights: false });
    const paused = simpleGame(PENDULUM_SCENE);
    paused.isPaused = true;
    for (const game of [waiting, paused]) {
      advance(game, 1);
      expect(game.player.steps).toBe(0);
    }
  });

  it('draws what is between two steps, without a jump', () => {
    const game = simpleGame(PENDULUM_SCENE);
    advance(game, 0.5);
    let drawn = game.moment.state.slice();
    for (let frame = 0; frame < 64; frame++) {
      game.advance(FRAME);
      const { state } = game.moment;
      // A frame is half a step, and no step turns the pendulum further than its greatest speed does.
      expect(Math.abs(state[0]! - drawn[0]!)).toBeLessThan(8 * 0.05 * 0.5);
      expect(state[0]).not.toBe(drawn[0]);
      drawn = state.slice();
    }
  });

  it('turns the short way where an angle jumps by a turn', () => {
    const game = simpleGame(ACROBOT_SCENE);
    // Just short of half a turn, and fast: after the next step it is on the other side.
    const from = Math.PI - 0.05;
    game.player.state.set([from, 0, 2, 0]);
    game.nudge('right');
    // A step and a half.
    game.advance(0.05);
    game.advance(0.05);
    const to = game.player.state[0]!;
    expect(to).toBeLessThan(-2);
    expect(game.moment.state[0]).toBeCloseTo((from + to + 2 * Math.PI) / 2, 9);
  });

  it('shows where it is when it is paused, and steps at once when it goes on', () => {
    const game = simpleGame(PENDULUM_SCENE);
    advance(game, 0.25);
    const { steps } = game.player;
    game.isPaused = true;
    expect(game.moment.state).toEqual(game.player.state);
    game.isPaused = false;
    game.advance(0.001);
    expect(game.player.steps).toBe(steps + 1);
  });

  it('shows the end of an episode for a while, then goes on to the next', () => {
    const game = simpleGame(CART_POLE_SCENE);
    while (!game.player.isOver) game.advance(FRAME);
    const length = game.player.return;
    expect(game.lastReturn).toBe(length);
    advance(game, 0.7);
    expect(game.player.seed).toBe(0);
    expect(game.moment.isOver).toBe(true);
    expect(game.moment.state).toEqual(game.player.state);
    advance(game, 0.2);
    expect(game.player.seed).toBe(1);
    expect(game.moment.isOver).toBe(false);
    expect(game.player.return).toBeLessThan(length);
    expect(game.lastReturn).toBe(length);
  });

  it('leaves an episode when it is told to, without counting it', () => {
    const game = simpleGame(CART_POLE_SCENE);
    advance(game, 0.1);
    game.nextEpisode();
    expect([game.player.seed, game.player.steps, game.lastReturn]).toEqual([1, 0, undefined]);
    expect(game.moment.state).toEqual(game.player.state);
  });

  it('is nudged at once, paused or not, and shows it less and less as it goes on', () => {
    const game = simpleGame(CART_POLE_SCENE);
    advance(game, 0.05);
    game.isPaused = true;
    const { state } = game.moment;
    const speed = state[1]!;
    game.nudge('left');
    expect(game.moment.state[1]).toBeLessThan(speed - 0.3);
    expect(game.moment.nudge).toBe(-1);
    advance(game, 1);
    expect(game.moment.nudge).toBe(-1);
    game.isPaused = false;
    game.advance(FRAME);
    expect(game.moment.nudge).toBeGreaterThan(-1);
    expect(game.moment.nudge).toBeLessThan(-0.5);
    game.nextEpisode();
    expect(game.moment.nudge).toBe(0);
  });

  it('nudges nothing after the end', () => {
    const game = simpleGame(CART_POLE_SCENE);
    while (!game.player.isOver) game.advance(FRAME);
    const ended = game.player.state.slice();
    game.nudge('right');
    expect(game.player.state).toEqual(ended);
    expect(game.moment.nudge).toBe(0);
  });
});
