/** A byte offset into a kernel memory. */
export type Pointer = number;

/**
 * The kernels of `assembly/`, as WebAssembly exports them. All pointers are byte offsets, all matrices row-major float32 without
 * gaps. No argument is checked: callers check shapes once, when they allocate.
 *
 * The same inputs give the same bits on every machine, and a row of a result depends on its own row of the input alone: not on the
 * batch size, nor on its place in the batch.
 */
export interface KernelExports {
  /** `Y = X W + bias`, through ReLU if `relu` is 1. X `[batch, inputs]`, W `[inputs, outputs]`, bias `[outputs]` or pointer 0. */
  denseForward(
    x: Pointer,
    weight: Pointer,
    bias: Pointer,
    y: Pointer,
    batch: number,
    inputs: number,
    outputs: number,
    relu: 0 | 1,
    scratch: Pointer,
  ): void;
  /**
   * `dW = X^T dY`. Overwrites `dW`. Rows of X are `rowLength >= inputs` floats apart: rows `i` to `i + n - 1` of `dW` come from
   * `x + 4 * i`, with `inputs` as `rowLength` and `n` as `inputs`, and have the bits that they have in the whole.
   */
  denseWeightGradient(
    x: Pointer,
    rowLength: number,
    dy: Pointer,
    dw: Pointer,
    batch: number,
    inputs: number,
    outputs: number,
    scratch: Pointer,
  ): void;
  /** `dX = dY W^T`. Overwrites `dX`. */
  denseInputGradient(
    dy: Pointer,
    weight: Pointer,
    dx: Pointer,
    batch: number,
    inputs: number,
    outputs: number,
    scratch: Pointer,
  ): void;
  /**
   * A convolution without padding over X `[batch, height, width, channels]`: `Y = patches(X) W + bias`, through ReLU if `relu` is 1. A
   * patch is what the kernel meets at one of its places, `[size, size, channels]`. W `[size * size * channels, filters]`, bias
   * `[filters]` or pointer 0, Y `[batch, places, filters]`, places row by row.
   */
  conv2dForward(
    x: Pointer,
    weight: Pointer,
    bias: Pointer,
    y: Pointer,
    batch: number,
    height: number,
    width: number,
    channels: number,
    filters: number,
    size: number,
    stride: number,
    relu: 0 | 1,
    scratch: Pointer,
  ): void;
  /** Rows `start` to `start + rows - 1` of `dW = patches(X)^T dY`, with the bits that they have in the whole. Overwrites `dW`, the first of them. */
  conv2dWeightGradient(
    x: Pointer,
    dy: Pointer,
    dw: Pointer,
    batch: number,
    height: number,
    width: number,
    channels: number,
    filters: number,
    size: number,
    stride: number,
    start: number,
    rows: number,
    scratch: Pointer,
  ): void;
  /** `dX`: the sums of the patches `dY W^T` over the places that they are of. Overwrites `dX`. */
  conv2dInputGradient(
    dy: Pointer,
    weight: Pointer,
    dx: Pointer,
    batch: number,
    height: number,
    width: number,
    channels: number,
    filters: number,
    size: number,
    stride: number,
    scratch: Pointer,
  ): void;
  /** `y = x`, of `length` bytes as floats. */
  bytesToFloats(x: Pointer, y: Pointer, length: number): void;
  /** `y = tanh x` within 7 ulp (4e-7 of the result), never beyond 1; may be in place. */
  tanhForward(x: Pointer, y: Pointer, length: number): void;
  /** `dx = y > 0 ? dy : 0` from ReLU's output `y`; may be in place. */
  reluBackward(y: Pointer, dy: Pointer, dx: Pointer, length: number): void;
  /** `dx = dy (1 - y^2)` from tanh's output `y`; may be in place. */
  tanhBackward(y: Pointer, dy: Pointer, dx: Pointer, length: number): void;
  /** `y[i, j] = clip((x[i, j] - mean[j]) * scale[j], -limit, limit)`, NaN stays; may be in place. */
  normalizeRows(
    x: Pointer,
    mean: Pointer,
    scale: Pointer,
    limit: number,
    y: Pointer,
    rows: number,
    columns: number,
  ): void;
  /** `y = factor * x`; may be in place. */
  scaleInto(x: Pointer, factor: number, y: Pointer, length: number): void;
  /** Every row of `y` becomes `row`. */
  repeatRow(row: Pointer, y: Pointer, rows: number, columns: number): void;
  /** `y += x`. */
  addInto(x: Pointer, y: Pointer, length: number): void;
  /** Softmax of each row, each term within 2 ulp of `e^(x - max)`; may be in place. */
  softmaxRows(x: Pointer, y: Pointer, rows: number, columns: number): void;
  /** `x - ln sum e^x` of each row; may be in place. */
  logSoftmaxRows(x: Pointer, y: Pointer, rows: number, columns: number): void;
  /** `ln sum e^x` of each row, into `[rows]`. */
  logSumExpRows(x: Pointer, out: Pointer, rows: number, columns: number): void;
  /** `out[j] = sum_i x[i, j]`, i ascending. */
  columnSums(x: Pointer, out: Pointer, rows: number, columns: number): void;
  /** Sum of squares in float64: finite exactly when every element is. */
  sumOfSquares(x: Pointer, length: number): number;
  /**
   * Index (int32) of each row's greatest value, the first of equals. NaN is never chosen, unless the row has no value above
   * -Infinity: then 0.
   */
  argmaxRows(x: Pointer, out: Pointer, rows: number, columns: number): void;
  /**
   * One step of Adam (Kingma and Ba 2015, arXiv:1412.6980), epsilon outside the root as in PyTorch. `stepSize` is
   * `learningRate / (1 - beta1^t)`, `inverseRootCorrection` is `1 / sqrt(1 - beta2^t)`, t counted from 1.
   */
  adamStep(
    parameters: Pointer,
    gradient: Pointer,
    firstMoment: Pointer,
    secondMoment: Pointer,
    length: number,
    stepSize: number,
    beta1: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    inverseRootCorrection: number,
    epsilon: number,
    gradientScale: number,
  ): void;
  /** One step of RMSProp as in PyTorch, not centered, without momentum. */
  rmsPropStep(
    parameters: Pointer,
    gradient: Pointer,
    secondMoment: Pointer,
    length: number,
    learningRate: number,
    alpha: number,
    oneMinusAlpha: number,
    epsilon: number,
    gradientScale: number,
  ): void;
  /** 0 in place of every number below 2^-126 in size: moments that only decay never get out of there by themselves, and are slow. */
  flushDenormals(x: Pointer, length: number): void;
  /** `target = tau * online + (1 - tau) * target`. */
  polyakBlend(target: Pointer, online: Pointer, length: number, tau: number, oneMinusTau: number): void;
  /** `rounds` times 64 multiplications and additions from 24 floats: the machine's ceiling, for benchmarks. */
  multiplyAddPeak(operands: Pointer, rounds: number): number;
}

/** Floats of scratch that the three dense products of a layer need at most, for up to `maxBatch` rows. */
export function denseScratchLength(
  maxBatch: number,
  inputs: number,
  outputs: number,
  training: boolean,
): number {
  if (!training) return productScratchLength(outputs, inputs);
  const transposed = maxBatch + 32;
  const weightGradient = Math.max(
    inputs * transposed + productScratchLength(outputs, maxBatch),
    outputs * (transposed + inputs) + 16 + productScratchLength(inputs, maxBatch),
  );
  return Math.max(denseRowScratchLength(inputs, outputs), weightGradient);
}

/** Of these, what the two need that go row by row of a batch, forward and input gradient: the same for any number of rows. */
export function denseRowScratchLength(inputs: number, outputs: number): number {
  return Math.max(productScratchLength(outputs, inputs), productScratchLength(inputs, outputs));
}

/** Patches that the kernels of a convolution copy at a time; they know it too. */
const CONV2D_BLOCK_ROWS = 128;

/**
 * Floats of scratch that the three products of a convolution need at most: a block of patches, a block's weight gradient, and what the
 * dense products over them need.
 *
 * @param rows - of the weight, or of the part of its gradient that is worked out
 */
export function conv2dScratchLength(rows: number, filters: number, training: boolean): number {
  const products = denseScratchLength(CONV2D_BLOCK_ROWS, rows, filters, training);
  return conv2dBlockLength(rows) + (training ? rows * filters + 16 : 0) + products;
}

/** Of these, what forward and input gradient need. */
export function conv2dRowScratchLength(rows: number, filters: number): number {
  return conv2dBlockLength(rows) + denseRowScratchLength(rows, filters);
}

function conv2dBlockLength(rows: number): number {
  return CONV2D_BLOCK_ROWS * rows + 32;
}

/** For `C[m, n] = A[m, k] B`: a row of C, copies of B's rows, and lists of the numbers of some rows of A; or 8 columns of B. */
function productScratchLength(n: number, k: number): number {
  const depth = Math.min(k, 128);
  return Math.max(8 * k, 32 + (n + 31) * depth + 32 * (2 * depth + 16));
}
