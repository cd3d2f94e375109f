import { describe, expect, it } from 'vitest';
import { actionSpaceToJson, parseActionSpace } from '../../../src/learner/checkpoints/action-space-json.js';
import { box, discrete, type Space } from '../../../src/shared/spaces.js';

describe('an action space in a manifest', () => {
  it.each<[string, Space]>([
    ['choices', discrete(7)],
    ['a box', box([1], -2, 2)],
    ['a box without some of its ends', box([2, 2], [-Infinity, -1, 0, 0.1], [1, Infinity, 0, 0.3])],
  ])('comes back as it was: %s', (_, space) => {
    const json: unknown = JSON.parse(JSON.stringify(actionSpaceToJson(space)));
    expect(parseActionSpace(json)).toEqual(space);
  });

  it.each([
    [null, 'action space: expected a discrete space or a box with its bounds, got null'],
    ['discrete', 'action space: expected a discrete space or a box with its bounds, got "discrete"'],
    [{ kind: 'multi-binary', n: 3 }, /^action space: expected a discrete space or a box/],
    [{ kind: 'discrete', n: 1.5 }, 'discrete space n: expected a positive integer, got 1.5'],
    [{ kind: 'discrete' }, 'discrete space n: expected a positive integer, got undefined'],
    [{ kind: 'box', shape: [2], low: [0] }, /^action space: expected/],
    [{ kind: 'box', shape: ['2'], low: [0, 0], high: [1, 1] }, /^box space shape: expected/],
    [{ kind: 'box', shape: [2], low: [0], high: [1, 1] }, 'box space low: expected 2 bounds, got 1'],
    [
      { kind: 'box', shape: [1], low: ['0'], high: [1] },
      /^box space bounds of element 0: expected low <= high/,
    ],
    [
      { kind: 'box', shape: [1], low: [2], high: [1] },
      /^box space bounds of element 0: expected low <= high/,
    ],
  ])('is refused if it is none: %j', (json, message) => {
    expect(() => parseActionSpace(json)).toThrow(message);
    expect(() => parseActionSpace(json)).toThrow(expect.objectContaining({ code: 'ERR_SHAPE' }) as Error);
  });
});
