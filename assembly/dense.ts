// The three products of a dense layer. Matrices are row-major float32 without gaps: X [batch, inputs],
// W [inputs, outputs], Y and dY [batch, outputs]. Where the one that goes row by row is full of zeros, as after a ReLU, they are
// left out; the result has the same bits either way. Of scratch, each takes what `denseScratchLength` of the host says.
import { gemm, panelWidth, sweepRows } from './gemm';
import { transpose } from './pack';
import { oneRow } from './row-tiles';
import { MOST_WORK, sparseProduct, sparseWork } from './sparse';

/** `Y = X W + bias`, then ReLU if `relu`. */
export function denseForward(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  batch: i32,
  inputs: i32,
  outputs: i32,
  relu: bool,
  scratch: usize,
): void {
  let outputBytes = (<usize>outputs) << 2;
  let inputBytes = (<usize>inputs) << 2;
  if (sparseWork(x, inputBytes, batch, inputs, outputs) <= MOST_WORK) {
    sparseProduct(
      x,
      inputBytes,
      weight,
      outputBytes,
      false,
      bias,
      y,
      outputBytes,
      batch,
      outputs,
      inputs,
      relu,
      scratch,
    );
    return;
  }
  gemm(x, inputBytes, weight, outputBytes, bias, y, outputBytes, batch, outputs, inputs, relu, scratch);
}

/**
 * `dW = X^T dY`, summed over the batch in its order. Rows of X are `rowLength >= inputs` floats apart, so that a range of rows of
 * dW can be computed by itself, from the columns of X that belong to it.
 */
export function denseWeightGradient(
  x: usize,
  rowLength: i32,
  dy: usize,
  dw: usize,
  batch: i32,
  inputs: i32,
  outputs: i32,
  scratch: usize,
): void {
  let inputWork = sparseWork(x, (<usize>rowLength) << 2, batch, inputs, outputs);
  let gradientWork = sparseWork(dy, (<usize>outputs) << 2, batch, outputs, inputs);
  if (gradientWork + TURNING_WORK <= min(inputWork, MOST_WORK)) {
    // dW^T = dY^T X, then turned.
    let turned = scratch + transposedBytes(batch, outputs);
    let rest = turned + ((((<usize>(outputs * inputs)) << 2) + 63) & ~63);
    sumOfProducts(dy, outputs, x, rowLength, turned, batch, outputs, inputs, true, scratch, rest);
    transpose(turned, (<usize>inputs) << 2, outputs, inputs, dw, (<usize>outputs) << 2);
  } else {
    let rest = scratch + transposedBytes(batch, inputs);
    sumOfProducts(
      x,
      rowLength,
      dy,
      outputs,
      dw,
      batch,
      inputs,
      outputs,
      inputWork <= MOST_WORK,
      scratch,
      rest,
    );
  }
}

/** What turning a weight gradient around costs, in the same measure. */
const TURNING_WORK: i32 = 80;

/** `C[m, n] = A^T B`, summed over `rows` rows in their order; those of A and B are `aLength` and `bLength` floats apart. */
function sumOfProducts(
  a: usize,
  aLength: i32,
  b: usize,
  bLength: i32,
  c: usize,
  rows: i32,
  m: i32,
  n: i32,
  sparse: bool,
  transposed: usize,
  scratch: usize,
): void {
  let bRow = (<usize>bLength) << 2;
  let cRow = (<usize>n) << 2;
  let row = transposedRow(rows);
  transpose(a, (<usize>aLength) << 2, rows, m, transposed, row);
  if (sparse) sparseProduct(transposed, row, b, bRow, false, 0, c, cRow, m, n, rows, false, scratch);
  else gemm(transposed, row, b, bRow, 0, c, cRow, m, n, rows, false, scratch);
}

/** Bytes of a row of a transposed matrix: an odd number of cache lines, as rows a power of two apart fall on the same few cache sets. */
function transposedRow(length: i32): usize {
  return ((((<usize>length) << 2) + 63) & ~63) | 64;
}

function transposedBytes(rows: i32, columns: i32): usize {
  return transposedRow(rows) * columns;
}

/** `dX = dY W^T`. */
export function denseInputGradient(
  dy: usize,
  weight: usize,
  dx: usize,
  batch: i32,
  inputs: i32,
  outputs: i32,
  scratch: usize,
): void {
  let outputBytes = (<usize>outputs) << 2;
  let inputBytes = (<usize>inputs) << 2;
  if (sparseWork(dy, outputBytes, batch, outputs, inputs) <= MOST_WORK) {
    sparseProduct(
      dy,
      outputBytes,
      weight,
      outputBytes,
      true,
      0,
      dx,
      inputBytes,
      batch,
      inputs,
      outputs,
      false,
      scratch,
    );
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
