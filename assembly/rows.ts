// What a layer without a weighted sum does to rows, and the sum of two gradients. A row's bits depend on that row alone.
import { storeLanes } from './simd';

/**
 * `y[i, j] = clip((x[i, j] - mean[j]) * scale[j], -limit, limit)`; `x` and `y` may be the same. NaN stays. Reads up to 3 floats
 * past `x`, `mean` and `scale`.
 */
export function normalizeRows(
  x: usize,
  mean: usize,
  scale: usize,
  limit: f32,
  y: usize,
  rows: i32,
  columns: i32,
): void {
  let rowBytes = (<usize>columns) << 2;
  let highest = f32x4.splat(limit);
  let lowest = f32x4.splat(-limit);
  for (let i = 0; i < rows; i++, x += rowBytes, y += rowBytes) {
    for (let j: i32 = 0; j < columns; j += 4) {
      let at = (<usize>j) << 2;
      let centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      let scaled = f32x4.mul(centred, v128.load(scale + at));
      storeLanes(y + at, f32x4.max(f32x4.min(scaled, highest), lowest), columns - j);
    }
  }
}

/** `y = factor * x`; `x` and `y` may be the same. Reads up to 3 floats past `x`. */
export function scaleInto(x: usize, factor: f32, y: usize, length: i32): void {
  let factors = f32x4.splat(factor);
  for (; length > 0; length -= 4, x += 16, y += 16) {
    storeLanes(y, f32x4.mul(v128.load(x), factors), length);
  }
}

/** Every row of `y` becomes `row`. */
export function repeatRow(row: usize, y: usize, rows: i32, columns: i32): void {
  let rowBytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, y += rowBytes) memory.copy(y, row, rowBytes);
}

/** `y += x`. Reads up to 3 floats past both. */
export function addInto(x: usize, y: usize, length: i32): void {
  for (; length > 0; length -= 4, x += 16, y += 16) {
    storeLanes(y, f32x4.add(v128.load(y), v128.load(x)), length);
  }
}
