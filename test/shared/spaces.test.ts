import { describe, expect, it } from 'vitest';
import {
  box,
  describeSpace,
  discrete,
  frameStack,
  sameSpace,
  spaceSize,
  type BoxDType,
} from '../../src/shared/spaces.js';

const shapeError = (message: string) => expect.objectContaining({ code: 'ERR_SHAPE', message }) as Error;

describe('spaces', () => {
  it('count what a network reads or chooses from', () => {
    expect(spaceSize(discrete(6))).toBe(6);
    expect(spaceSize(box([84, 84, 4], 0, 255))).toBe(84 * 84 * 4);
  });

  it('read well in a message', () => {
    expect(describeSpace(discrete(2))).toBe('discrete(2)');
    expect(describeSpace(box([84, 84], 0, 1))).toBe('box[84, 84]');
    expect(describeSpace(box([84, 84], 0, 255, 'uint8'))).toBe('box[84, 84] of uint8');
    const stack = frameStack(box([84, 84], 0, 255, 'uint8'), 4);
    expect(describeSpace(stack)).toBe('box[84, 84, 4] of uint8, 4 frames');
  });

  it('survive the way to another thread', () => {
    const space = box([2], [-1, -Infinity], [1, Infinity]);
    expect(sameSpace(structuredClone(space), space)).toBe(true);
  });

  it('stack what they hold on a new last axis, with the bounds of each place', () => {
    const stack = frameStack(box([2], [0, 10], [5, 20], 'uint8'), 3);
    expect(stack).toMatchObject({ shape: [2, 3], dtype: 'uint8', frames: 3 });
    expect([...stack.low]).toEqual([0, 0, 0, 10, 10, 10]);
    expect([...stack.high]).toEqual([5, 5, 5, 20, 20, 20]);
    expect(box([2, 3], 0, 1).frames).toBe(null);
  });

  it('are the same only with the same kind, shape and bounds', () => {
    const space = box([2, 1], 0, 1);
    expect(sameSpace(space, box([2, 1], [0, 0], [1, 1]))).toBe(true);
    const bytes = box([2, 1], 0, 1, 'uint8');
    const stack = frameStack(box([2], 0, 1), 2);
    expect(sameSpace(stack, box([2, 2], 0, 1))).toBe(false);
    for (const other of [box([1, 2], 0, 1), box([2, 1], 0, 2), box([2, 1], -1, 1), bytes, discrete(2)]) {
      expect(sameSpace(space, other)).toBe(false);
      expect(sameSpace(other, space)).toBe(false);
    }
    expect(sameSpace(discrete(2), discrete(3))).toBe(false);
  });

  it('reject what is no space', () => {
    expect(() => discrete(0)).toThrow(shapeError('discrete space n: expected a positive integer, got 0'));
    expect(() => box([], 0, 1)).toThrow(
      shapeError('box space shape: expected one or more positive integers, got []'),
    );
    expect(() => box([2, 0], 0, 1)).toThrow(
      shapeError('box space shape: expected one or more positive integers, got [2, 0]'),
    );
    expect(() => box([2], [0], 1)).toThrow(shapeError('box space low: expected 2 bounds, got 1'));
    expect(() => box([2], 0, [1, -0.5])).toThrow(
      shapeError('box space bounds of element 1: expected low <= high, got 0 and -0.5'),
    );
    expect(() => box([1], NaN, 1)).toThrow(
      shapeError('box space bounds of element 0: expected low <= high, got NaN and 1'),
    );
    for (const [low, high, got] of [
      [-1, 255, -1],
      [0, 256, 256],
      [0.5, 1, 0.5],
      [0, Infinity, Infinity],
    ] as const) {
      expect(() => box([2], low, high, 'uint8')).toThrow(
        shapeError(`box space bounds of uint8: expected whole numbers from 0 to 255, got ${got}`),
      );
    }
    expect(() => box([2], 0, 1, 'int8' as BoxDType)).toThrow(
      shapeError('box space dtype: expected one of float32, uint8, got int8'),
    );
    for (const frames of [1, 0, 2.5, 256, NaN]) {
      expect(() => frameStack(box([2], 0, 1), frames)).toThrow(
        shapeError(`frames of a stack: expected an integer from 2 to 255, got ${frames}`),
      );
    }
    expect(() => frameStack(frameStack(box([2], 0, 1), 2), 2)).toThrow(
      shapeError('frame of a stack: expected a single one, got box[2, 2], 2 frames'),
    );
  });
});
