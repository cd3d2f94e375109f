import type { Float32Region } from '../../../../src/shared/kernels/arena.js';
import { instantiateKernels, type Kernels } from '../../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../../src/shared/kernels/load.js';

const module = loadKernelModule();

/** Fresh kernels with a memory of their own, filled with NaN where nothing is allocated yet. */
export function poisonedKernels(bytes = 512 * 1024): Kernels {
  const probe = instantiateKernels(module, bytes);
  const { pointer } = probe.arena.float32(0);
  const everything = new Float32Array(probe.arena.float32(1).view.buffer);
  everything.fill(NaN, pointer / 4);
  return probe;
}

/** Sizes around every tile's edge, primes, and the sizes networks have. */
export const ODD_SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 31, 33, 64, 128] as const;

/** Numbers in [-1, 1) from a fixed linear congruential generator: enough for test data. */
export function testUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const GUARD = 16;

/** A region with NaN on both sides, so that what is read or written outside shows. */
export function guarded({ arena }: Kernels, length: number): Float32Region & { intact: () => boolean } {
  const { pointer, view } = arena.float32(length + 2 * GUARD);
  view.fill(NaN);
  return {
    pointer: pointer + 4 * GUARD,
    view: view.subarray(GUARD, GUARD + length),
    intact: () =>
      view.subarray(0, GUARD).every(Number.isNaN) && view.subarray(GUARD + length).every(Number.isNaN),
  };
}

/** A guarded region filled from `draw`. */
export function filled(kernels: Kernels, length: number, draw: () => number): ReturnType<typeof guarded> {
  const region = guarded(kernels, length);
  for (let i = 0; i < length; i++) region.view[i] = draw();
  return region;
}

/** The bits of a float32 vector, for comparisons that tell -0 from 0. */
export function bits(values: Float32Array): number[] {
  return [...new Int32Array(values.slice().buffer)];
}

/** Largest distance between two vectors in units of the last place of the reference, which is float64. */
export function maxUlp(actual: ArrayLike<number>, reference: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < reference.length; i++) {
    const magnitude = Math.max(Math.abs(reference[i]!), 2 ** -126);
    const ulp = 2 ** (Math.floor(Math.log2(magnitude)) - 23);
    const distance = Math.abs(actual[i]! - reference[i]!) / ulp;
    // Written so that NaN counts as infinitely far.
    if (!(distance <= worst)) worst = Number.isNaN(distance) ? Infinity : distance;
  }
  return worst;
}
