import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { TfjsBackend } from '../../../src/learner/engines/tfjs/backend.js';
import { filterGradient } from '../../../src/learner/engines/tfjs/convolution-gradients.js';

/**
 * Gives the WebAssembly backend the kernel that it lacks for the library's own gradient of a convolution, made from operations that it
 * has: without it there would be nothing to compare with.
 */
export function provideFilterGradient({ tf, traits }: Pick<TfjsBackend, 'tf' | 'traits'>): void {
  const kernelName = 'Conv2DBackpropFilter';
  if ((tf.getKernel(kernelName, 'wasm') as unknown) !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { strides, filterShape } = attrs as unknown as {
        readonly strides: number | readonly [number, number];
        readonly filterShape: readonly [number, number, number, number];
      };
      const [size, , channels, filters] = filterShape;
      const stride = typeof strides === 'number' ? strides : strides[0];
      const { x, dy } = inputs as unknown as Readonly<Record<'x' | 'dy', Tensor4D>>;
      return filterGradient({ tf, traits }, { size, stride, channels, filters }, x, dy);
    },
  });
}
