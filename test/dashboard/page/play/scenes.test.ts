import { describe, expect, it } from 'vitest';
import { SCENES } from '../../../../src/dashboard/page/play/scenes/scenes.js';
import { viewOf } from '../../../../src/dashboard/page/play/stage.js';

describe('a scene', () => {
  const { PI } = Math;
  it.each<readonly [string, readonly number[], boolean, string]>([
    ['CartPole-v1', [0, 0, 0.02, 0], false, 'pole upright'],
    ['CartPole-v1', [0, 0, -0.1, 0], false, 'pole leaning left'],
    ['CartPole-v1', [0, 0, 0.1, 0], true, 'pole leaning right'],
    ['CartPole-v1', [0, 0, 0.22, 0], true, 'pole fallen'],
    ['CartPole-v1', [-2.5, 0, 0, 0], true, 'cart off the track'],
    ['MountainCar-v0', [-0.5, 0], false, 'car in the valley, standing'],
    ['MountainCar-v0', [-1, -0.03], false, 'car on the left hill, rolling left'],
    ['MountainCar-v0', [0.47, 0.03], false, 'car on the right hill, rolling right'],
    ['MountainCar-v0', [0.5, 0.03], true, 'car at the flag'],
    ['MountainCarContinuous-v0', [0.45, 0.03], true, 'car at the flag'],
    ['Acrobot-v1', [0, 0, 0, 0], false, 'tip below the pivot, 3.0 links short of the line'],
    ['Acrobot-v1', [PI / 2, PI / 6, 0, 0], false, 'tip above the pivot, 0.5 links short of the line'],
    ['Acrobot-v1', [PI, 0, 0, 0], true, 'tip above the line'],
    ['Pendulum-v1', [2 * PI + 0.1, 0], false, 'pendulum upright'],
    ['Pendulum-v1', [-3 * PI, 0], false, 'pendulum 180 degrees from upright'],
  ])('of %s at %j says it in words', (id, state, isOver, words) => {
    const moment = { state: Float64Array.from(state), action: undefined, nudge: 0, isOver };
    expect(SCENES.get(id)!.describe(moment)).toBe(words);
  });

  it.each([...SCENES.values()])(
    '$task.id has a push for either side, and they are opposite',
    ({ nudges }) => {
      expect(nudges.left.strength).toBe(-nudges.right.strength);
      expect(Math.abs(nudges.left.strength)).toBe(1);
    },
  );
});

describe('viewOf', () => {
  const world = { left: -1, right: 3, bottom: 0, top: 2 };

  it('shows the whole world in the middle of a canvas that is too wide for it', () => {
    const { scale, view } = viewOf(world, 600, 200);
    expect(scale).toBe(100);
    expect(view).toEqual({ left: -2, right: 4, bottom: 0, top: 2 });
  });

  it('and of one that is too high', () => {
    const { scale, view } = viewOf(world, 400, 400);
    expect(scale).toBe(100);
    expect(view).toEqual({ left: -1, right: 3, bottom: -1, top: 3 });
  });
});
