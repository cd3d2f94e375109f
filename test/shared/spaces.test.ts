import { describe, expect, it } from 'vitest';
import { box, describeSpace, discrete, sameSpace, spaceSize } from '../../src/shared/spaces.js';

const shapeError = (message: string) => expect.objectContaining({ code: 'ERR_SHAPE', message }) as Error;

describe('spaces', () => {
  it('count what a network reads or chooses from', () => {
    expect(spaceSize(discrete(6))).toBe(6);
    expect(spaceSize(box([84, 84, 4], 0, 255))).toBe(84 * 84 * 4);
  });

  it('read well in a message', () => {
    expect(describeSpace(discrete(2))).toBe('discrete(2)');
    expect(describeSpace(box([84, 84], 0, 1))).toBe('box[84, 84]');
  });

  it('survive the way to another thread', () => {
    const space = box([2], [-1, -Infinity], [1, Infinity]);
    expect(sameSpace(structuredClone(space), space)).toBe(true);
  });

  it('are the same only with the same kind, shape and bounds', () => {
    const space = box([2, 1], 0, 1);
    expect(sameSpace(space, box([2, 1], [0, 0], [1, 1]))).toBe(true);
    for (const other of [box([1, 2], 0, 1), box([2, 1], 0, 2), box([2, 1], -1, 1), discrete(2)]) {
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
  });
});
