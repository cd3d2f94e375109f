import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf.js';

/** The library's own. */
let ofLibrary: KernelFunc | undefined;

/**
 * Lets the WebAssembly backend copy no more than a slice of a vector when it takes one. Its own way copies the whole vector first: to cut
 * all parameters up for their layers, as many times all of them as there are tensors.
 */
export function quickenSlices(tf: Tf): void {
  if (ofLibrary !== undefined) return;
  ofLibrary = tf.getKernel('Slice', 'wasm').kernelFunc;
  tf.unregisterKernel('Slice', 'wasm');
  tf.registerKernel({ kernelName: 'Slice', backendName: 'wasm', kernelFunc: slice });
}

const slice: KernelFunc = (params) => {
  const x = params.inputs['x']!;
  const { begin, size } = params.attrs as { begin?: readonly number[]; size?: readonly number[] };
  const [first, length] = [begin?.[0], size?.[0]];
  if (x.shape.length !== 1 || x.dtype === 'string' || !isWithin(x.shape[0]!, first, length))
    return ofLibrary!(params);
  const backend = params.backend as Pick<BackendWasm, 'makeOutput' | 'typedArrayFromHeap'>;
  const piece = backend.makeOutput([length!], x.dtype);
  // After the allocation: it may move the memory that these are views of.
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(piece)];
  to.set(from.subarray(first, first! + length!));
  return piece;
};

/** Whatever else can be said of a slice is for the library: a length left out or of -1, and mistakes. */
function isWithin(size: number, first = -1, length = -1): boolean {
  return first >= 0 && length >= 0 && first + length <= size;
}
