import { describe, expect, it } from 'vitest';
import {
  createActions,
  expectAction,
  expectActions,
  numActionsOf,
} from '../../../src/actors/envs/actions.js';
import type { Actions } from '../../../src/actors/envs/environment.js';
import { environmentSpec } from '../../../src/actors/envs/registry.js';
import { box, discrete } from '../../../src/shared/spaces.js';

const PAIR = box([2], -1, 1);
const first = { id: 'Some-v0', index: 10, actorIndex: 2 };
const errorWith = (code: string, message: string) => expect.objectContaining({ code, message }) as Error;

describe('actions', () => {
  it('are int32 of a discrete space and float32 rows of a box', () => {
    expect(createActions(discrete(4), 3)).toEqual(new Int32Array(3));
    expect(createActions(PAIR, 3)).toEqual(new Float32Array(6));
  });

  it.each<[string, typeof PAIR | ReturnType<typeof discrete>, Actions, string, string]>([
    [
      'a choice',
      discrete(3),
      Int32Array.of(0, 3),
      'ERR_ACTION',
      "action of environment 'Some-v0' #11 on actor 2: expected an integer in [0, 3), got 3",
    ],
    [
      'an element of a row',
      PAIR,
      Float32Array.of(0, 9, -9, NaN),
      'ERR_ACTION',
      "action of environment 'Some-v0' #11 on actor 2, element 1: expected a finite number, got NaN",
    ],
    [
      'indices given to a box',
      PAIR,
      new Int32Array(4),
      'ERR_SHAPE',
      "actions of 'Some-v0': expected Float32Array, got Int32Array of 4",
    ],
    [
      'one number an environment',
      PAIR,
      new Float32Array(2),
      'ERR_SHAPE',
      "actions of 'Some-v0': expected 4 elements, got 2",
    ],
  ])('are refused with their place: %s', (_, space, actions, code, message) => {
    expect(() => expectActions(first, space, 2, actions)).toThrow(errorWith(code, message));
  });

  it('pass outside the bounds of a box, which the environment clips', () => {
    const far = Float32Array.of(1e30, -1e30, 5, 0);
    expect(() => expectActions(first, PAIR, 2, far)).not.toThrow();
    expect(() => expectAction(first, PAIR, far.subarray(0, 2))).not.toThrow();
  });

  it('are counted for the algorithms that choose among them, and no others', () => {
    expect(numActionsOf(environmentSpec('Acrobot-v1'))).toBe(3);
    const message =
      "environment 'Pendulum-v1': expected discrete actions, which this algorithm chooses among, got box[1]";
    expect(() => numActionsOf(environmentSpec('Pendulum-v1'))).toThrow(errorWith('ERR_CONFIG', message));
  });
});
