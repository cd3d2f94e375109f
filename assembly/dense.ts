// The three products of a dense layer. Matrices are row-major float32 without gaps: X [batch, inputs],
// W [inputs, outputs], Y and dY [batch, outputs].
import { gemm, panelWidth, sweepRows } from './gemm';
import { transpose } from './pack';
import { oneRow } from './row-tiles';
import { isSparse, sparseProduct } from './sparse';

/** `Y = X W + bias`, then ReLU if `relu`. `scratch`: `8 * inputs` floats. */
export function denseForward(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  batch: i32,
  inputs: i32,
  outputs: i32,
  relu: bool,
  sparse: bool,
  scratch: usize,
): void {
  let outputBytes = (<usize>outputs) << 2;
  let inputBytes = (<usize>inputs) << 2;
  if (sparse && isSparse(x, inputBytes, batch, outputs, inputs)) {
    sparseProduct(x, inputBytes, weight, outputBytes, false, bias, y, outputBytes, batch, outputs, inputs, relu, scratch);
    return;
  }
  gemm(
    x,
    inputBytes,
    weight,
    outputBytes,
    bias,
    y,
    outputBytes,
    batch,
    outputs,
    inputs,
    relu,
    scratch,
  );
}

/**
 * `dW = X^T dY`, summed over the batch in its order. Rows of X are `rowLength >= inputs` floats apart, so that a range of rows of
 * dW can be computed by itself, from the columns of X that belong to it. `scratch`: `inputs * (batch + 32) + 8 * batch` floats.
 */
export function denseWeightGradient(
  x: usize,
  rowLength: i32,
  dy: usize,
  dw: usize,
  batch: i32,
  inputs: i32,
  outputs: i32,
  sparse: bool,
  scratch: usize,
): void {
  let outputBytes = (<usize>outputs) << 2;
  // An odd number of cache lines: rows a power of two apart would fall on the same few cache sets.
  let rowBytes = ((((<usize>batch) << 2) + 63) & ~63) | 64;
  transpose(x, (<usize>rowLength) << 2, batch, inputs, scratch, rowBytes);
  let panel = scratch + rowBytes * inputs;
  if (sparse && isSparse(scratch, rowBytes, inputs, outputs, batch)) {
    sparseProduct(scratch, rowBytes, dy, outputBytes, false, 0, dw, outputBytes, inputs, outputs, batch, false, panel);
    return;
  }
  gemm(scratch, rowBytes, dy, outputBytes, 0, dw, outputBytes, inputs, outputs, batch, false, panel);
}

/** `dX = dY W^T`. `scratch`: `8 * outputs` floats, into which 8 rows of W at a time are transposed. */
export function denseInputGradient(
  dy: usize,
  weight: usize,
  dx: usize,
  batch: i32,
  inputs: i32,
  outputs: i32,
  sparse: bool,
  scratch: usize,
): void {
  let outputBytes = (<usize>outputs) << 2;
  let inputBytes = (<usize>inputs) << 2;
  if (sparse && isSparse(dy, outputBytes, batch, inputs, outputs)) {
    sparseProduct(dy, outputBytes, weight, outputBytes, true, 0, dx, inputBytes, batch, inputs, outputs, false, scratch);
    return;
  }
  for (let j = 0; j < inputs;) {
    let width = panelWidth(j, inputs);
    let start = max(0, min(j, inputs - width));
    let lanes = min(width, inputs);
    let target = dx + ((<usize>start) << 2);
    transpose(weight + outputBytes * start, outputBytes, lanes, outputs, scratch, 32);
    if (batch >= 4) {
      sweepRows(dy, outputBytes, scratch, 32, 0, target, inputBytes, batch, outputs, false, lanes);
    } else {
      for (let i = 0; i < batch; i++) {
        oneRow(dy + outputBytes * i, scratch, 32, 0, target + inputBytes * i, lanes, outputs, false);
      }
    }
    j = start + width;
  }
}
