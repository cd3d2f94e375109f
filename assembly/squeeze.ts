// Rows full of zeros, squeezed: the numbers that are not 0, each with the place of the row of B that it meets.

/** For each set of non-zero lanes, the bytes of those lanes moved to the front. */
// prettier-ignore
const TO_FRONT: usize = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // none
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // 0
  4, 5, 6, 7, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // 1
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // 0 1
  8, 9, 10, 11, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // 2
  0, 1, 2, 3, 8, 9, 10, 11, 8, 9, 10, 11, 12, 13, 14, 15, // 0 2
  4, 5, 6, 7, 8, 9, 10, 11, 8, 9, 10, 11, 12, 13, 14, 15, // 1 2
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // 0 1 2
  12, 13, 14, 15, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // 3
  0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15, // 0 3
  4, 5, 6, 7, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15, // 1 3
  0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 12, 13, 14, 15, // 0 1 3
  8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15, // 2 3
  0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15, // 0 2 3
  4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15, // 1 2 3
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, // all
]);

/** Bytes of a list of at most `k` numbers: its length in bytes, then pairs of a value and an offset, with room for 4 more. */
export function listBytes(k: usize): usize {
  return ((k << 3) + 63) & ~15;
}

/**
 * Writes the list of `k` numbers at `a`: of each that is not 0, itself and its index times `bRow`. The number of pairs is even: the
 * last may be of a 0. Reads up to 3 floats past the numbers.
 */
export function squeezeRow(a: usize, k: i32, bRow: usize, list: usize): void {
  let pairs = list + 16;
  let next = pairs;
  let offsets = i32x4.mul(i32x4.splat(<i32>bRow), i32x4(0, 1, 2, 3));
  let step = i32x4.splat((<i32>bRow) << 2);
  for (let left = k; left > 0; left -= 4, a += 16) {
    let x = v128.load(a);
    let lanes = i32x4.bitmask(f32x4.ne(x, f32x4.splat(0)));
    if (left < 4) lanes &= (1 << left) - 1;
    let front = v128.load(TO_FRONT + ((<usize>lanes) << 4));
    let values = i8x16.swizzle(x, front);
    let rows = i8x16.swizzle(offsets, front);
    v128.store(next, v128.shuffle<f32>(values, rows, 0, 4, 1, 5));
    v128.store(next, v128.shuffle<f32>(values, rows, 2, 6, 3, 7), 16);
    next += (<usize>popcnt(lanes)) << 3;
    offsets = i32x4.add(offsets, step);
  }
  store<u64>(next, 0);
  store<i32>(list, <i32>((next - pairs + 15) & ~15));
}

/** How many of `k` numbers are not 0. Reads up to 3 floats past them. */
export function countNumbers(a: usize, k: i32): i32 {
  let numbers = 0;
  for (let left = k; left > 0; left -= 4, a += 16) {
    let lanes = i32x4.bitmask(f32x4.ne(v128.load(a), f32x4.splat(0)));
    if (left < 4) lanes &= (1 << left) - 1;
    numbers += popcnt(lanes);
  }
  return numbers;
}
