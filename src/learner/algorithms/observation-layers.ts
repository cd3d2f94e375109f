import { expected } from '../../shared/errors.js';
import { convolutionLayers, NATURE_KERNELS, smallestSide } from '../../shared/network/convolutions.js';
import type { BodyShape } from '../../shared/network/body.js';
import type { Conv2dLayer } from '../../shared/network/spec.js';
import { describeSpace, spaceSize, type BoxSpace } from '../../shared/spaces.js';

/** Brings bytes into [0, 1]. */
const BYTE_SCALE = 1 / 255;

/** Normalized observations further out than this are cut off. */
const NORMALIZED_LIMIT = 10;

/** What an algorithm's settings say of how its network begins. */
export interface ObservationSettings {
  readonly convolution: 'auto' | 'none' | 'nature';
  /** Absent where there is no such setting. */
  readonly normalizeObservations?: boolean;
}

/** The part of a network's body that takes observations. */
export type ObservationLayers = Pick<BodyShape, 'observationSize' | 'scale' | 'normalize'> & {
  readonly convolutions: readonly Conv2dLayer[];
};

/**
 * How a network for these observations begins: bytes are scaled, images are convolved.
 *
 * @throws ManyhandsError `ERR_CONFIG` if the observations are not what the settings need
 */
export function observationLayers(
  { convolution, normalizeObservations = false }: ObservationSettings,
  space: BoxSpace,
): ObservationLayers {
  const isBytes = space.dtype === 'uint8';
  const convolutions = convolutionsOf(convolution, space);
  // A pixel of the background has a deviation of 0: the first thing to pass there would be all that is seen.
  if (normalizeObservations && (isBytes || convolutions.length > 0)) {
    const why =
      'bytes and images are scaled, not normalized: a pixel that hardly changes would drown all others';
    throw expected(
      'ERR_CONFIG',
      'algorithm.normalizeObservations',
      `false for ${describeSpace(space)}`,
      `true; ${why}`,
    );
  }
  return {
    observationSize: spaceSize(space),
    scale: isBytes ? BYTE_SCALE : undefined,
    normalize: normalizeObservations ? { limit: NORMALIZED_LIMIT } : undefined,
    convolutions,
  };
}

function convolutionsOf(
  convolution: ObservationSettings['convolution'],
  space: BoxSpace,
): readonly Conv2dLayer[] {
  const [height, width, channels, ...others] = space.shape;
  const isImage =
    height !== undefined && width !== undefined && channels !== undefined && others.length === 0;
  if (convolution === 'none' || (convolution === 'auto' && !isImage)) return [];
  const given = `'${convolution}'`;
  if (!isImage) {
    const wanted = `'none' or 'auto' for ${describeSpace(space)}`;
    const why = 'an image has height, width and channels';
    throw expected('ERR_CONFIG', 'algorithm.convolution', wanted, `${given}; ${why}`);
  }
  const side = smallestSide(NATURE_KERNELS);
  if (Math.min(height, width) < side) {
    const why = `the kernels of the Nature network need at least ${side} x ${side} pixels`;
    const wanted = `'none' for ${describeSpace(space)}`;
    throw expected('ERR_CONFIG', 'algorithm.convolution', wanted, `${given}; ${why}`);
  }
  return convolutionLayers({ height, width, channels }, NATURE_KERNELS, 'relu');
}
