// Register tiles of the matrix product. Every tile computes an output element the same way,
//
//   sum = bias or 0;  for k ascending: sum = sum + a[k] * b[k]   (rounded after `*` and after `+`)
//
// so an element has the same bits whichever tile computes it, and tiles at an edge may overlap.
//
// Each loop does two `k` with an exit between them. Without that exit the compiler merges both steps, runs out
// of the 15 SSE registers and spills an accumulator in the loop, which halves the speed; with one `k` a turn,
// the loop's own instructions cost a sixth of it (bench: `kernels`).
import { mulAdd, storeLanes } from './simd';

function rectify(value: v128, relu: bool): v128 {
  // pmax(x, 0) keeps NaN, so that a diverged network is noticed.
  return relu ? f32x4.pmax(value, f32x4.splat(0)) : value;
}

/** 4 rows x 8 columns: 8 accumulators hide the latency of `mul` + `add` at full throughput. */
export function tile4x8(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  cRow: usize,
  depth: usize,
  relu: bool,
): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  if (bias) {
    c00 = v128.load(bias);
    c01 = v128.load(bias, 16);
  }
  let c10 = c00,
    c11 = c01,
    c20 = c00,
    c21 = c01,
    c30 = c00,
    c31 = c01;
  let end = b + depth * bRow;
  let last = end - bRow;
  while (b != end) {
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    c00 = mulAdd(c00, x, b0);
    c01 = mulAdd(c01, x, b1);
    x = v128.load_splat<f32>(a1);
    c10 = mulAdd(c10, x, b0);
    c11 = mulAdd(c11, x, b1);
    x = v128.load_splat<f32>(a2);
    c20 = mulAdd(c20, x, b0);
    c21 = mulAdd(c21, x, b1);
    x = v128.load_splat<f32>(a3);
    c30 = mulAdd(c30, x, b0);
    c31 = mulAdd(c31, x, b1);
    if (b == last) break;
    b += bRow;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load_splat<f32>(a, 4);
    c00 = mulAdd(c00, x, b0);
    c01 = mulAdd(c01, x, b1);
    x = v128.load_splat<f32>(a1, 4);
    c10 = mulAdd(c10, x, b0);
    c11 = mulAdd(c11, x, b1);
    x = v128.load_splat<f32>(a2, 4);
    c20 = mulAdd(c20, x, b0);
    c21 = mulAdd(c21, x, b1);
    x = v128.load_splat<f32>(a3, 4);
    c30 = mulAdd(c30, x, b0);
    c31 = mulAdd(c31, x, b1);
    b += bRow;
    a += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
  }
  v128.store(c, rectify(c00, relu));
  v128.store(c, rectify(c01, relu), 16);
  c += cRow;
  v128.store(c, rectify(c10, relu));
  v128.store(c, rectify(c11, relu), 16);
  c += cRow;
  v128.store(c, rectify(c20, relu));
  v128.store(c, rectify(c21, relu), 16);
  c += cRow;
  v128.store(c, rectify(c30, relu));
  v128.store(c, rectify(c31, relu), 16);
}

/** 4 rows x `lanes` (1 to 4) columns: reads up to 3 floats past `b` and `bias`, writes exactly. */
export function tile4x4(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  bias: usize,
  c: usize,
  cRow: usize,
  depth: usize,
  relu: bool,
  lanes: i32,
): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c0 = bias ? v128.load(bias) : f32x4.splat(0);
  let c1 = c0,
    c2 = c0,
    c3 = c0;
  let end = b + depth * bRow;
  let last = end - bRow;
  while (b != end) {
    let b0 = v128.load(b);
    c0 = mulAdd(c0, v128.load_splat<f32>(a), b0);
    c1 = mulAdd(c1, v128.load_splat<f32>(a1), b0);
    c2 = mulAdd(c2, v128.load_splat<f32>(a2), b0);
    c3 = mulAdd(c3, v128.load_splat<f32>(a3), b0);
    if (b == last) break;
    b += bRow;
    b0 = v128.load(b);
    c0 = mulAdd(c0, v128.load_splat<f32>(a, 4), b0);
    c1 = mulAdd(c1, v128.load_splat<f32>(a1, 4), b0);
    c2 = mulAdd(c2, v128.load_splat<f32>(a2, 4), b0);
    c3 = mulAdd(c3, v128.load_splat<f32>(a3, 4), b0);
    b += bRow;
    a += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
  }
  storeLanes(c, rectify(c0, relu), lanes);
  c += cRow;
  storeLanes(c, rectify(c1, relu), lanes);
  c += cRow;
  storeLanes(c, rectify(c2, relu), lanes);
  c += cRow;
  storeLanes(c, rectify(c3, relu), lanes);
}
