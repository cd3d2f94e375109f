import { expected } from '../../shared/errors.js';
import { box, discrete, type Space } from '../../shared/spaces.js';

/** An action space as a manifest holds it: a bound that there is none of is `null`, because JSON has no infinity. */
export type ActionSpaceJson =
  | { readonly kind: 'discrete'; readonly n: number }
  | {
      readonly kind: 'box';
      readonly shape: readonly number[];
      readonly low: readonly (number | null)[];
      readonly high: readonly (number | null)[];
    };

/** An action space as JSON can say it, with its bounds: actions are clipped to them. */
export function actionSpaceToJson(space: Space): ActionSpaceJson {
  if (space.kind === 'discrete') return { kind: 'discrete', n: space.n };
  return { kind: 'box', shape: space.shape, low: boundsToJson(space.low), high: boundsToJson(space.high) };
}

/**
 * The action space that a manifest describes.
 *
 * @throws ManyhandsError `ERR_SHAPE` if it describes none
 */
export function parseActionSpace(json: unknown): Space {
  const { kind, n, shape, low, high } = (json ?? {}) as Readonly<Record<string, unknown>>;
  // The spaces' own checks do not trust the types either.
  if (kind === 'discrete') return discrete(n as number);
  if (kind === 'box' && isList(shape) && isList(low) && isList(high)) {
    return box(shape as number[], boundsFrom(low, -Infinity), boundsFrom(high, Infinity));
  }
  throw expected(
    'ERR_SHAPE',
    'action space',
    'a discrete space or a box with its bounds',
    JSON.stringify(json),
  );
}

const boundsToJson = (bounds: Float32Array): (number | null)[] =>
  Array.from(bounds, (bound) => (Number.isFinite(bound) ? bound : null));

/** What is neither a number nor `null` becomes NaN, which a box refuses. */
const boundsFrom = (bounds: readonly unknown[], none: number): number[] =>
  bounds.map((bound) => (bound === null ? none : typeof bound === 'number' ? bound : NaN));

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
