import { expected } from './errors.js';

/** The integers in [0, n). */
export interface DiscreteSpace {
  readonly kind: 'discrete';
  readonly n: number;
}

/** Arrays of one shape, with an inclusive bound on each element (infinite where there is none). */
export interface BoxSpace {
  readonly kind: 'box';
  readonly shape: readonly number[];
  /** One bound an element, row-major. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  /**
   * How values are kept: in a float, or, if all are whole numbers from 0 to 255 as in a picture, in a byte. Environments and policies
   * handle either as float32.
   */
  readonly dtype: BoxDType;
  /** Length of the last axis if that is time: what the same place held at so many successive steps, newest last. Else null. */
  readonly frames: number | null;
}

/** How the elements of a box are kept. */
export type BoxDType = 'float32' | 'uint8';

const BOX_DTYPES: readonly BoxDType[] = ['float32', 'uint8'];

/** What an observation or an action can be. Plain data: it crosses threads. */
export type Space = DiscreteSpace | BoxSpace;

/**
 * The space of `n` choices, numbered from 0.
 *
 * @throws ManyhandsError `ERR_SHAPE` unless `n` is a positive integer
 */
export function discrete(n: number): DiscreteSpace {
  if (!isCount(n)) throw expected('ERR_SHAPE', 'discrete space n', 'a positive integer', n);
  return { kind: 'discrete', n };
}

/**
 * The space of arrays between two bounds, each one number for all elements or one an element.
 *
 * @param dtype - `uint8` for whole numbers from 0 to 255
 * @throws ManyhandsError `ERR_SHAPE` for an impossible shape, bounds of another size, low above high, or bounds that are no bytes where
 *   the elements are
 */
export function box(
  shape: readonly number[],
  low: number | ArrayLike<number>,
  high: number | ArrayLike<number>,
  dtype: BoxDType = 'float32',
): BoxSpace {
  if (shape.length === 0 || !shape.every(isCount)) {
    throw expected('ERR_SHAPE', 'box space shape', 'one or more positive integers', `[${shape.join(', ')}]`);
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const space: BoxSpace = {
    kind: 'box',
    shape: [...shape],
    low: boundsOf('low', low, size),
    high: boundsOf('high', high, size),
    dtype,
    frames: null,
  };
  if (!BOX_DTYPES.includes(dtype)) {
    throw expected('ERR_SHAPE', 'box space dtype', `one of ${BOX_DTYPES.join(', ')}`, dtype);
  }
  const wrong = space.low.findIndex((bound, i) => !(bound <= space.high[i]!));
  if (wrong >= 0) {
    const got = `${space.low[wrong]!} and ${space.high[wrong]!}`;
    throw expected('ERR_SHAPE', `box space bounds of element ${wrong}`, 'low <= high', got);
  }
  const notByte = dtype === 'uint8' ? (space.low.find(isNoByte) ?? space.high.find(isNoByte)) : undefined;
  if (notByte !== undefined) {
    throw expected('ERR_SHAPE', 'box space bounds of uint8', 'whole numbers from 0 to 255', notByte);
  }
  return space;
}

/**
 * The space of the last `frames` values of another, newest last, on a new last axis: four pictures `[84, 84]` are `[84, 84, 4]`. An
 * episode begins with its first value so many times.
 *
 * A replay keeps each value of it once, and puts stacks together when it is drawn from.
 *
 * @throws ManyhandsError `ERR_SHAPE` if `frames` is no integer from 2 to 255, or `frame` is a stack already
 */
export function frameStack(frame: BoxSpace, frames: number): BoxSpace {
  if (!isCount(frames) || frames < 2 || frames > 255)
    throw expected('ERR_SHAPE', 'frames of a stack', 'an integer from 2 to 255', frames);
  if (frame.frames !== null)
    throw expected('ERR_SHAPE', 'frame of a stack', 'a single one', describeSpace(frame));
  const repeat = (bounds: Float32Array): Float32Array => {
    const repeated = new Float32Array(bounds.length * frames);
    for (let i = 0; i < repeated.length; i++) repeated[i] = bounds[Math.floor(i / frames)]!;
    return repeated;
  };
  const { shape, low, high, dtype } = frame;
  return { ...box([...shape, frames], repeat(low), repeat(high), dtype), frames };
}

/** Elements of a box, choices of a discrete space: the units a network needs to read or to choose from it. */
export function spaceSize(space: Space): number {
  return space.kind === 'discrete' ? space.n : space.low.length;
}

/** Whether two spaces hold the same values. */
export function sameSpace(a: Space, b: Space): boolean {
  if (a.kind === 'discrete' || b.kind === 'discrete') {
    return a.kind === 'discrete' && b.kind === 'discrete' && a.n === b.n;
  }
  return (
    a.shape.join() === b.shape.join() &&
    a.dtype === b.dtype &&
    a.frames === b.frames &&
    a.low.every((bound, i) => bound === b.low[i]) &&
    a.high.every((bound, i) => bound === b.high[i])
  );
}

/** How a space reads in a message: `discrete(2)`, `box[4]`, `box[84, 84, 4] of uint8, 4 frames`. */
export function describeSpace(space: Space): string {
  if (space.kind === 'discrete') return `discrete(${space.n})`;
  const { shape, dtype, frames } = space;
  const kept = dtype === 'float32' ? '' : ` of ${dtype}`;
  return `box[${shape.join(', ')}]${kept}${frames === null ? '' : `, ${frames} frames`}`;
}

function boundsOf(name: string, bounds: number | ArrayLike<number>, size: number): Float32Array {
  if (typeof bounds === 'number') return new Float32Array(size).fill(bounds);
  if (bounds.length !== size)
    throw expected('ERR_SHAPE', `box space ${name}`, `${size} bounds`, bounds.length);
  return Float32Array.from(bounds);
}

function isNoByte(x: number): boolean {
  return (x & 255) !== x;
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n > 0;
}
