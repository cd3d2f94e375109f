import { productReference } from './dense-reference.js';

/** A batch of images and what goes over them. */
export interface Conv2dShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
}

/** Numbers of each kind. */
export function lengthsOf({ batch, height, width, channels, filters, size, stride }: Conv2dShape) {
  const [down, across] = [height, width].map((side) => Math.floor((side - size) / stride) + 1);
  const rows = size * size * channels;
  const patches = batch * down! * across!;
  return {
    down: down!,
    across: across!,
    rows,
    patches,
    x: batch * height * width * channels,
    y: patches * filters,
    weight: rows * filters,
  };
}

export interface Conv2dData {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly dy: Float32Array;
}

/** A convolution and its gradients from their definition, in float64. */
export function conv2dReference(shape: Conv2dShape, { x, weight, bias, dy }: Conv2dData) {
  const { batch, height, width, channels, filters, size, stride } = shape;
  const { down, across } = lengthsOf(shape);
  const y = Float64Array.from(dy, (_, at) => bias[at % filters]!);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(weight.length);
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < down; p++) {
      for (let q = 0; q < across; q++) {
        for (let f = 0; f < filters; f++) {
          const output = ((b * down + p) * across + q) * filters + f;
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              for (let c = 0; c < channels; c++) {
                const input = ((b * height + stride * p + i) * width + stride * q + j) * channels + c;
                const place = ((i * size + j) * channels + c) * filters + f;
                y[output]! += x[input]! * weight[place]!;
                dw[place]! += x[input]! * dy[output]!;
                dx[input]! += weight[place]! * dy[output]!;
              }
            }
          }
        }
      }
    }
  }
  return { y, dx, dw };
}

/** Patches whose products a weight gradient sums before it adds them to those before. */
const BLOCK = 128;

/**
 * The same in float32, rounded after every product and every sum, in the order that the kernels promise: a patch's numbers as they lie,
 * then the filters; of a weight's gradient the patches of a block, then the blocks; of an input's the patches that it is part of.
 */
export function conv2dBits(shape: Conv2dShape, { x, weight, bias, dy }: Conv2dData) {
  const { height, width, channels, filters, size, stride } = shape;
  const { down, across, rows, patches } = lengthsOf(shape);
  const inputAt = (patch: number, k: number): number => {
    const q = patch % across;
    const p = ((patch - q) / across) % down;
    const b = (patch - q - p * across) / across / down;
    const [i, j, c] = [Math.floor(k / channels / size), Math.floor(k / channels) % size, k % channels];
    return ((b * height + stride * p + i) * width + stride * q + j) * channels + c;
  };
  const y = productReference(
    (patch, k) => x[inputAt(patch, k)]!,
    (k, f) => weight[k * filters + f]!,
    (f) => bias[f]!,
    [patches, filters, rows],
  );

  const dw = new Float32Array(rows * filters);
  for (let first = 0; first < patches; first += BLOCK) {
    const part = productReference(
      (k, patch) => x[inputAt(first + patch, k)]!,
      (patch, f) => dy[(first + patch) * filters + f]!,
      undefined,
      [rows, filters, Math.min(BLOCK, patches - first)],
    );
    part.forEach((value, at) => (dw[at] = first === 0 ? value : dw[at]! + value));
  }

  const dx = new Float32Array(x.length);
  const spread = productReference(
    (patch, f) => dy[patch * filters + f]!,
    (f, k) => weight[k * filters + f]!,
    undefined,
    [patches, rows, filters],
  );
  spread.forEach((value, at) => (dx[inputAt(Math.floor(at / rows), at % rows)]! += value));
  return { y, dx, dw };
}
