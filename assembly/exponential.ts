// e^x four lanes at a time, without a table: x = n ln 2 + r with |r| <= ln 2 / 2, then e^x = 2^n e^r.
import { mulAdd } from './simd';

// Cody and Waite (1980): ln 2 in two parts, the first of few enough bits that n * LN2_HIGH is exact.
const LOG2_E: f32 = 1.4426950408889634;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;
/** Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits. */
const ROUND: f32 = 12582912;
/** ln of the smallest normal number: below it, e^x is taken as 0. */
const LOWEST: f32 = -87.33654;

function shifted(x: v128): v128 {
  return mulAdd(f32x4.splat(ROUND), x, f32x4.splat(LOG2_E));
}

function remainder(x: v128, n: v128): v128 {
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  return f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN2_LOW)));
}

function powerOfTwo(shiftedN: v128): v128 {
  return i32x4.add(i32x4.shl(shiftedN, 23), i32x4.splat(0x3f800000));
}

/** `e^r - 1` for |r| <= 0.35: Taylor's series to r^8 / 8!, whose remainder is below 1e-9 of the result. */
function seriesMinusOne(r: v128): v128 {
  let p = f32x4.splat(1.0 / 40320.0);
  p = mulAdd(f32x4.splat(1.0 / 5040.0), p, r);
  p = mulAdd(f32x4.splat(1.0 / 720.0), p, r);
  p = mulAdd(f32x4.splat(1.0 / 120.0), p, r);
  p = mulAdd(f32x4.splat(1.0 / 24.0), p, r);
  p = mulAdd(f32x4.splat(1.0 / 6.0), p, r);
  p = mulAdd(f32x4.splat(0.5), p, r);
  return mulAdd(r, p, f32x4.mul(r, r));
}

/** `e^x` for x <= 0 or NaN, within 2 ulp; 0 where the result would be below 2^-126. */
export function exponentialOfNegative(x: v128): v128 {
  // max(NaN, LOWEST) is NaN, and NaN < LOWEST is false: NaN comes out as it went in.
  let clamped = f32x4.max(x, f32x4.splat(LOWEST));
  let s = shifted(clamped);
  let n = f32x4.sub(s, f32x4.splat(ROUND));
  let power = f32x4.add(seriesMinusOne(remainder(clamped, n)), f32x4.splat(1));
  return v128.andnot(f32x4.mul(power, powerOfTwo(s)), f32x4.lt(x, f32x4.splat(LOWEST)));
}
