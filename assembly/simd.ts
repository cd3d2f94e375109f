// Building blocks of every kernel. `mul` then `add`, never fused: relaxed SIMD may fuse on one machine and not
// on another, and then the same run would give different weights.

/** `sum + x * y`, rounded after each of the two operations. */
export function mulAdd(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

/** Stores the first `lanes` (0 to 4) lanes: a tail is computed four wide and written exactly. */
export function storeLanes(pointer: usize, value: v128, lanes: i32): void {
  if (lanes >= 4) {
    v128.store(pointer, value);
  } else {
    if (lanes & 2) {
      v128.store64_lane(pointer, value, 0);
      if (lanes & 1) v128.store_lane<f32>(pointer, value, 2, 8);
    } else if (lanes & 1) {
      v128.store_lane<f32>(pointer, value, 0);
    }
  }
}

/** All ones in the first `lanes` lanes: replaces what a tail read past its end. */
export function laneMask(lanes: i32): v128 {
  return i32x4.gt_s(i32x4.splat(lanes), i32x4(0, 1, 2, 3));
}

/** `(lane0 + lane1) + (lane2 + lane3)`. */
export function sumLanes(value: v128): f32 {
  return (
    f32x4.extract_lane(value, 0) +
    f32x4.extract_lane(value, 1) +
    (f32x4.extract_lane(value, 2) + f32x4.extract_lane(value, 3))
  );
}
