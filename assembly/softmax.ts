// Row-wise softmax and its logarithms, shifted by the row's maximum so that nothing overflows. A row's bits depend on
// that row alone. A row with NaN or +Infinity, or of -Infinity only, comes out as NaN. All read up to 3 floats past `x`.
import { exponentialOfNegative } from './exponential';
import { laneMask, storeLanes, sumLanes } from './simd';

/** Four columns from `j`, with -Infinity in place of those past the row's end. */
function loadColumns(row: usize, j: i32, columns: i32): v128 {
  let value = v128.load(row + ((<usize>j) << 2));
  return columns - j >= 4 ? value : v128.bitselect(value, f32x4.splat(-Infinity), laneMask(columns - j));
}

function rowMaximum(row: usize, columns: i32): f32 {
  let largest = f32x4.splat(-Infinity);
  for (let j = 0; j < columns; j += 4) largest = f32x4.max(largest, loadColumns(row, j, columns));
  return max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

function sumOfExponentials(row: usize, columns: i32, shift: f32): f32 {
  let sum = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    sum = f32x4.add(sum, exponentialOfNegative(f32x4.sub(loadColumns(row, j, columns), f32x4.splat(shift))));
  }
  return sumLanes(sum);
}

/**
 * ln x in float64 for a normal float32 x: with x = 2^e m and m in [sqrt(1/2), sqrt 2), ln m = 2 artanh z where
 * z = (m - 1) / (m + 1); |z| < 0.172, so the series to z^15 leaves less than 1e-13.
 */
function naturalLogarithm(x: f32): f64 {
  if (x != x) return x;
  let bits = reinterpret<i32>(x);
  // 0x3f3504f3 is sqrt(1/2): taking it off first rounds e so that m lies around 1.
  let exponent = (bits - 0x3f3504f3) >> 23;
  let m = <f64>reinterpret<f32>(bits - (exponent << 23));
  let z = (m - 1) / (m + 1);
  let s = z * z;
  let series =
    1 +
    s *
      (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s * (1.0 / 9 + s * (1.0 / 11 + s * (1.0 / 13 + s / 15.0))))));
  return <f64>exponent * 0.6931471805599453 + 2 * z * series;
}

/** `y[i, j] = e^x[i, j] / sum_k e^x[i, k]`; `x` and `y` may be the same. */
export function softmaxRows(x: usize, y: usize, rows: i32, columns: i32): void {
  let rowBytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, x += rowBytes, y += rowBytes) {
    let largest = rowMaximum(x, columns);
    let sum = f32x4.splat(sumOfExponentials(x, columns, largest));
    for (let j = 0; j < columns; j += 4) {
      let exponential = exponentialOfNegative(f32x4.sub(loadColumns(x, j, columns), f32x4.splat(largest)));
      storeLanes(y + ((<usize>j) << 2), f32x4.div(exponential, sum), columns - j);
    }
  }
}

/** `y[i, j] = x[i, j] - ln sum_k e^x[i, k]`; `x` and `y` may be the same. */
export function logSoftmaxRows(x: usize, y: usize, rows: i32, columns: i32): void {
  let rowBytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, x += rowBytes, y += rowBytes) {
    let largest = rowMaximum(x, columns);
    let logSum = f32x4.splat(<f32>naturalLogarithm(sumOfExponentials(x, columns, largest)));
    for (let j = 0; j < columns; j += 4) {
      let shifted = f32x4.sub(loadColumns(x, j, columns), f32x4.splat(largest));
      storeLanes(y + ((<usize>j) << 2), f32x4.sub(shifted, logSum), columns - j);
    }
  }
}

/** `out[i] = ln sum_k e^x[i, k]`. */
export function logSumExpRows(x: usize, out: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++, x += (<usize>columns) << 2, out += 4) {
    let largest = rowMaximum(x, columns);
    store<f32>(out, <f32>(<f64>largest + naturalLogarithm(sumOfExponentials(x, columns, largest))));
  }
}
