import { expected } from './errors.js';

/** The integers in [0, n). */
export interface DiscreteSpace {
  readonly kind: 'discrete';
  readonly n: number;
}

/** Float32 arrays of one shape, with an inclusive bound on each element (infinite where there is none). */
export interface BoxSpace {
  readonly kind: 'box';
  readonly shape: readonly number[];
  /** One bound an element, row-major. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly dtype: 'float32';
}

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
 * The space of float32 arrays between two bounds, each one number for all elements or one an element.
 *
 * @throws ManyhandsError `ERR_SHAPE` for an impossible shape, bounds of another size, or low above high
 */
export function box(
  shape: readonly number[],
  low: number | ArrayLike<number>,
  high: number | ArrayLike<number>,
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
    dtype: 'float32',
  };
  const wrong = space.low.findIndex((bound, i) => !(bound <= space.high[i]!));
  if (wrong >= 0) {
    const got = `${space.low[wrong]!} and ${space.high[wrong]!}`;
    throw expected('ERR_SHAPE', `box space bounds of element ${wrong}`, 'low <= high', got);
  }
  return space;
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
    a.low.every((bound, i) => bound === b.low[i]) &&
    a.high.every((bound, i) => bound === b.high[i])
  );
}

/** How a space reads in a message: `discrete(2)`, `box[4]`, `box[84, 84, 4]`. */
export function describeSpace(space: Space): string {
  return space.kind === 'discrete' ? `discrete(${space.n})` : `box[${space.shape.join(', ')}]`;
}

function boundsOf(name: string, bounds: number | ArrayLike<number>, size: number): Float32Array {
  if (typeof bounds === 'number') return new Float32Array(size).fill(bounds);
  if (bounds.length !== size)
    throw expected('ERR_SHAPE', `box space ${name}`, `${size} bounds`, bounds.length);
  return Float32Array.from(bounds);
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n > 0;
}
