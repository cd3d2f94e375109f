// Reductions in a fixed order, so that they give the same bits on every machine.
import { storeLanes } from './simd';

/** `out[j] = sum_i x[i, j]`, i ascending. Reads up to 3 floats past `x`. */
export function columnSums(x: usize, out: usize, rows: i32, columns: i32): void {
  let rowBytes = (<usize>columns) << 2;
  let end = x + rowBytes * rows;
  let j = 0;
  for (; j + 16 <= columns; j += 16, x += 64, end += 64, out += 64) sixteenColumns(x, rowBytes, end, out);
  for (; j < columns; j += 4, x += 16, end += 16, out += 16) {
    let sum = f32x4.splat(0);
    for (let p = x; p != end; p += rowBytes) sum = f32x4.add(sum, v128.load(p));
    storeLanes(out, sum, columns - j);
  }
}

function sixteenColumns(x: usize, rowBytes: usize, end: usize, out: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0,
    s2 = s0,
    s3 = s0;
  for (; x != end; x += rowBytes) {
    s0 = f32x4.add(s0, v128.load(x));
    s1 = f32x4.add(s1, v128.load(x, 16));
    s2 = f32x4.add(s2, v128.load(x, 32));
    s3 = f32x4.add(s3, v128.load(x, 48));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/**
 * `sum_i x[i]^2` in float64, where no square of a float32 overflows: the result is finite exactly when every x is.
 * Eight partial sums, element i in number i mod 8, added pairwise at the end; the tail of `length mod 8` comes last.
 */
export function sumOfSquares(x: usize, length: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0,
    s2 = s0,
    s3 = s0;
  for (; length >= 8; length -= 8, x += 32) {
    // Two floats at a time: promote_low widens the lower half of a vector only.
    let v0 = f64x2.promote_low_f32x4(v128.load64_zero(x));
    let v1 = f64x2.promote_low_f32x4(v128.load64_zero(x, 8));
    let v2 = f64x2.promote_low_f32x4(v128.load64_zero(x, 16));
    let v3 = f64x2.promote_low_f32x4(v128.load64_zero(x, 24));
    s0 = f64x2.add(s0, f64x2.mul(v0, v0));
    s1 = f64x2.add(s1, f64x2.mul(v1, v1));
    s2 = f64x2.add(s2, f64x2.mul(v2, v2));
    s3 = f64x2.add(s3, f64x2.mul(v3, v3));
  }
  let pairs = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let sum = f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
  for (; length > 0; length--, x += 4) {
    let value = <f64>load<f32>(x);
    sum += value * value;
  }
  return sum;
}

/**
 * `out[i]` (int32) = the column of row i's greatest value; the first of equals. NaN is never greater than anything, so it is
 * never chosen; a row without a value above -Infinity gives 0. Always in `[0, columns)`.
 */
export function argmaxRows(x: usize, out: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++, out += 4) {
    let best: f32 = -Infinity;
    let bestIndex = 0;
    for (let j = 0; j < columns; j++, x += 4) {
      let value = load<f32>(x);
      let greater = value > best;
      bestIndex = select(j, bestIndex, greater);
      best = select(value, best, greater);
    }
    store<i32>(out, bestIndex);
  }
}
