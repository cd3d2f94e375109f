// Pictures are kept as bytes; what computes with them reads floats.
import { storeLanes } from './simd';

/** `y = x`, from bytes to floats. Reads up to 15 bytes past `x`. */
export function bytesToFloats(x: usize, y: usize, length: i32): void {
  for (; length >= 16; length -= 16, x += 16, y += 64) {
    let bytes = v128.load(x);
    let low = i16x8.extend_low_i8x16_u(bytes);
    let high = i16x8.extend_high_i8x16_u(bytes);
    v128.store(y, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low)));
    v128.store(y, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(y, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high)), 32);
    v128.store(y, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high)), 48);
  }
  for (; length > 0; length -= 4, x += 4, y += 16) {
    let bytes = v128.load(x);
    let words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    storeLanes(y, f32x4.convert_i32x4_u(words), length);
  }
}
