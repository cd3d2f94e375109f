import type { webgpu_util, WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import type { ByteUpload } from '../backend.js';
import type { Tf } from '../tf.js';

const KERNEL = 'BytesAsFloats';
const BYTES_OF_WORD = 4;

/** Bytes go up as they lie, four to a word, which the device takes apart. The library's own way would send a word for each. */
export function bytesInWords(tf: Tf, util: typeof webgpu_util): ByteUpload {
  if ((tf.getKernel(KERNEL, 'webgpu') as unknown) === undefined)
    tf.registerKernel({ kernelName: KERNEL, backendName: 'webgpu', kernelFunc: takeApart(util) });
  return (bytes, shape) => {
    const words = wordsOf(bytes);
    const x = tf.tensor(words, [words.length], 'int32');
    return tf.engine().runKernel(KERNEL, { x }, { shape });
  };
}

/** The bytes, and whatever comes after them in the last word. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const numWords = Math.ceil(bytes.length / BYTES_OF_WORD);
  const { buffer, byteOffset } = bytes;
  const end = byteOffset + BYTES_OF_WORD * numWords;
  if (byteOffset % BYTES_OF_WORD === 0 && end <= buffer.byteLength)
    return new Int32Array(buffer, byteOffset, numWords);
  const copy = new Uint8Array(BYTES_OF_WORD * numWords);
  copy.set(bytes);
  return new Int32Array(copy.buffer);
}

function takeApart(util: typeof webgpu_util): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { shape } = attrs as { shape: number[] };
    return (backend as Pick<WebGPUBackend, 'runWebGPUProgram'>).runWebGPUProgram(
      programFor(shape, util),
      [inputs['x']!],
      'float32',
    );
  };
}

/** One thread a byte; the first of a word are its lowest bits, as on every host that Node runs on. */
function programFor(shape: number[], util: typeof webgpu_util): WebGPUProgram {
  const workgroupSize: [number, number, number] = [64, 1, 1];
  const dispatchLayout = util.flatDispatchLayout(shape);
  return {
    outputShape: shape,
    variableNames: ['x'],
    workgroupSize,
    dispatchLayout,
    dispatch: util.computeDispatch(dispatchLayout, shape, workgroupSize),
    size: true,
    shaderKey: KERNEL,
    getUserCode: () => `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let word = bitcast<u32>(x[index / 4]);
          setOutputAtIndex(index, f32((word >> (8u * u32(index % 4))) & 255u));
        }
      }`,
  };
}
