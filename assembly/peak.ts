import { mulAdd } from './simd';

/**
 * The machine's ceiling: `rounds` times 8 independent 4-lane multiplications and 8 additions, 64 floating-point operations, of the
 * kind the tiles do, from 6 vectors at `operands` that never leave the first-level cache.
 *
 * @returns a value that depends on all of them, so that none is left out
 */
export function multiplyAddPeak(operands: usize, rounds: i32): f32 {
  let c0 = f32x4.splat(0);
  let c1 = c0,
    c2 = c0,
    c3 = c0,
    c4 = c0,
    c5 = c0,
    c6 = c0,
    c7 = c0;
  let b0 = v128.load(operands);
  let b1 = v128.load(operands, 16);
  for (let i = 0; i < rounds; i++) {
    // Addresses that move by one byte and back keep the products from being computed once, ahead of the loop.
    let p = operands + (i & 1);
    let x = v128.load(p, 32);
    c0 = mulAdd(c0, x, b0);
    c1 = mulAdd(c1, x, b1);
    x = v128.load(p, 48);
    c2 = mulAdd(c2, x, b0);
    c3 = mulAdd(c3, x, b1);
    x = v128.load(p, 64);
    c4 = mulAdd(c4, x, b0);
    c5 = mulAdd(c5, x, b1);
    x = v128.load(p, 80);
    c6 = mulAdd(c6, x, b0);
    c7 = mulAdd(c7, x, b1);
  }
  let low = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
  let high = f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}
