import { conv2dScratchLength } from '../../src/shared/kernels/exports.js';
import { instantiateKernels } from '../../src/shared/kernels/kernels.js';
import { TrainableNetwork } from '../../src/shared/network/backprop.js';
import { convolutionLayers, NATURE_KERNELS } from '../../src/shared/network/convolutions.js';
import { singleOutputNetwork } from '../../src/shared/network/dense-network.js';
import { initializeParameters } from '../../src/shared/network/initialize.js';
import { networkMemoryBytes } from '../../src/shared/network/memory.js';
import type { Conv2dLayer } from '../../src/shared/network/spec.js';
import { weightedLayersOf, weightMatrixOf } from '../../src/shared/network/weighted-layer.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import type { Measurement } from '../measure.js';
import type { Pace } from '../pace.js';
import { measureOfPeak, wave } from './support/peak.js';

const IMAGE = { height: 84, width: 84, channels: 4 };
/** For what the peak's own figures need. */
const SPARE_BYTES = 1 << 16;
const HALF = 0.5;

/** The convolutions of the Nature network, and its passes, against the machine's ceiling. Copies of patches are part of what is timed. */
export function convolutionFigures(
  module: WebAssembly.Module,
  batches: readonly number[],
  pace: Pace,
): Measurement[] {
  const layers = convolutionLayers(IMAGE, NATURE_KERNELS, 'relu');
  return [
    ...layers.flatMap((layer) => convolution(module, layer, batches[0]!, 1, pace)),
    // The first one's images are no ReLU's.
    ...layers.slice(1).flatMap((layer) => convolution(module, layer, batches[0]!, HALF, pace)),
    ...batches.flatMap((batch) => naturePasses(module, batch, pace)),
  ];
}

/** @param fill - part of the numbers of X and of dY that are not 0 */
function convolution(
  module: WebAssembly.Module,
  layer: Conv2dLayer,
  batch: number,
  fill: number,
  pace: Pace,
): Measurement[] {
  const { height, width, channels, filters, size, stride, inputs, outputs } = layer;
  const { rows, columns, positions } = weightMatrixOf(layer);
  const scratchLength = conv2dScratchLength(rows, filters, true);
  const floats = 2 * (batch * (inputs + outputs) + rows * filters) + filters + scratchLength;
  const kernels = instantiateKernels(module, 4 * floats + SPARE_BYTES);
  const { run, arena } = kernels;
  const [x, dx] = [wave(arena.float32(batch * inputs), fill), arena.float32(batch * inputs).pointer];
  const [dy, y] = [wave(arena.float32(batch * outputs), fill), arena.float32(batch * outputs).pointer];
  const [weight, dw] = [wave(arena.float32(rows * filters)), arena.float32(rows * filters).pointer];
  const bias = arena.float32(filters).pointer;
  const scratch = arena.float32(scratchLength).pointer;
  const geometry = [batch, height, width, channels, filters, size, stride] as const;
  const flops = 2 * batch * positions * rows * columns;
  return measureOfPeak(
    kernels,
    {
      name: `${filters} of ${size}x${size}/${stride} over ${height}x${width}x${channels}, batch ${batch}${fill === 1 ? '' : ', half zeros'}`,
      flops: { forward: flops, 'weight gradient': flops, 'input gradient': flops },
      calls: {
        forward: () => run.conv2dForward(x, weight, bias, y, ...geometry, 1, scratch),
        'weight gradient': () => run.conv2dWeightGradient(x, dy, dw, ...geometry, 0, rows, scratch),
        'input gradient': () => run.conv2dInputGradient(dy, weight, dx, ...geometry, scratch),
      },
      parameters: { batch, fill },
    },
    pace,
  );
}

/** Passes of the Nature network with random first weights, on random images. */
function naturePasses(module: WebAssembly.Module, batch: number, pace: Pace): Measurement[] {
  const { height, width, channels } = IMAGE;
  const spec = singleOutputNetwork(
    {
      observationSize: height * width * channels,
      scale: 1 / 255,
      convolutions: convolutionLayers(IMAGE, NATURE_KERNELS, 'relu'),
      hidden: [512],
      activation: 'relu',
    },
    4,
  );
  const kernels = instantiateKernels(module, networkMemoryBytes(spec, batch, 1) + SPARE_BYTES);
  const network = new TrainableNetwork(kernels, spec, batch);
  const random = RandomStream.derive(0, STREAM_ROLE.initialisation, 0);
  initializeParameters(spec, { scheme: 'torch' }, () => random.nextFloat(), network.parameters);
  fillWithBytes(network.input, random);

  const products = weightedLayersOf(spec).map((layer) => {
    const { rows, columns, positions } = weightMatrixOf(layer);
    return 2 * batch * rows * columns * positions;
  });
  const forward = products.reduce((sum, flops) => sum + flops, 0);
  return measureOfPeak(
    kernels,
    {
      name: `Nature network, batch ${batch}`,
      // Of every layer the weight's gradient, and of all but the first the input's.
      flops: { 'forward pass': forward, 'backward pass': 2 * forward - products[0]! },
      calls: {
        'forward pass': () => network.forward(batch),
        'backward pass': () => {
          network.outputGradient.fill(0.01);
          network.backward(batch);
        },
      },
      parameters: { batch },
    },
    pace,
  );
}

function fillWithBytes(images: Float32Array, random: RandomStream): void {
  for (let i = 0; i < images.length; i++) images[i] = Math.floor(256 * random.nextFloat());
}
