/**
 * TensorFlow.js, by its types alone: the losses' tensor forms are given the library by whoever runs them, so that
 * everything here loads where it is not installed.
 */
import type * as tfjs from '@tensorflow/tfjs-core';

export type Tf = typeof tfjs;
export type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/** Arrays by name, as tensors of the same names. */
export type TensorsOf<Arrays> = { readonly [Name in keyof Arrays]: tfjs.Tensor };
