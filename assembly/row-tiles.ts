// One row of A at a time, for batches too small to fill four rows: the same sums as in tiles.ts, bit for bit.
import { mulAdd, storeLanes } from './simd';

/**
 * `c = (bias or 0) + a B` for the first `n & ~3` columns. B is read once, in the order it lies in memory, eight rows together:
 * a batch of one is bound by that stream, and a tile that walks down B's columns runs at half its speed.
 */
export function sweepRow(
  a: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  n: i32,
  depth: usize,
  relu: bool,
): void {
  let vectorBytes = (<usize>(n & ~3)) << 2;
  if (bias) memory.copy(c, bias, vectorBytes);
  else memory.fill(c, 0, vectorBytes);
  let k: usize = 0;
  for (; k + 8 <= depth; k += 8) {
    eightRows(a, b, bRow, c, vectorBytes);
    a += 32;
    b += bRow << 3;
  }
  for (; k < depth; k++) {
    let x = v128.load_splat<f32>(a);
    for (let j: usize = 0; j < vectorBytes; j += 16) {
      v128.store(c + j, mulAdd(v128.load(c + j), x, v128.load(b + j)));
    }
    a += 4;
    b += bRow;
  }
  if (relu) {
    for (let j: usize = 0; j < vectorBytes; j += 16) {
      v128.store(c + j, f32x4.pmax(v128.load(c + j), f32x4.splat(0)));
    }
  }
}

/** `c += a[0..8] B[0..8]`, in ascending `k`. */
function eightRows(a: usize, b: usize, bRow: usize, c: usize, vectorBytes: usize): void {
  let x0 = v128.load_splat<f32>(a);
  let x1 = v128.load_splat<f32>(a, 4);
  let x2 = v128.load_splat<f32>(a, 8);
  let x3 = v128.load_splat<f32>(a, 12);
  let x4 = v128.load_splat<f32>(a, 16);
  let x5 = v128.load_splat<f32>(a, 20);
  let x6 = v128.load_splat<f32>(a, 24);
  let x7 = v128.load_splat<f32>(a, 28);
  let b1 = b + bRow;
  let b2 = b1 + bRow;
  let b3 = b2 + bRow;
  let end = c + vectorBytes;
  // Four addresses reach eight rows: a constant distance would do for all, but the row length is a variable.
  let half = bRow << 2;
  while (c != end) {
    let sum = v128.load(c);
    sum = mulAdd(sum, x0, v128.load(b));
    sum = mulAdd(sum, x1, v128.load(b1));
    sum = mulAdd(sum, x2, v128.load(b2));
    sum = mulAdd(sum, x3, v128.load(b3));
    sum = mulAdd(sum, x4, v128.load(b + half));
    sum = mulAdd(sum, x5, v128.load(b1 + half));
    sum = mulAdd(sum, x6, v128.load(b2 + half));
    sum = mulAdd(sum, x7, v128.load(b3 + half));
    v128.store(c, sum);
    b += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
    c += 16;
  }
}

/** 1 row x `lanes` (1 to 4) columns: reads up to 3 floats past `b` and `bias`, writes exactly. */
export function tile1x4(
  a: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  depth: usize,
  relu: bool,
  lanes: i32,
): void {
  let sum = bias ? v128.load(bias) : f32x4.splat(0);
  let end = b + depth * bRow;
  while (b != end) {
    sum = mulAdd(sum, v128.load_splat<f32>(a), v128.load(b));
    b += bRow;
    a += 4;
  }
  storeLanes(c, relu ? f32x4.pmax(sum, f32x4.splat(0)) : sum, lanes);
}

/** One row of the product, `n` columns. Reads up to 3 floats past `b` and `bias` if `n < 4`, writes exactly. */
export function oneRow(
  a: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  n: i32,
  depth: usize,
  relu: bool,
): void {
  if (n >= 4) sweepRow(a, b, bRow, bias, c, n, depth, relu);
  if (n & 3) {
    let start = (<usize>max(0, n - 4)) << 2;
    tile1x4(a, b + start, bRow, bias ? bias + start : 0, c + start, depth, relu, min(n, 4));
  }
}
