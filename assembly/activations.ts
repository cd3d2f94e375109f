// Activations in place of their own kernels where the matrix product cannot do them on its way out, and their gradients.
import { exponentialMinusOne } from './exponential';
import { storeLanes } from './simd';

/** tanh rounds to 1 in float32 from 9.011 on. */
const SATURATED: f32 = 10;

/** `tanh x = (e^2x - 1) / (e^2x + 1)`, from `e^2|x| - 1` so that small x keep their precision. Within 4 ulp; odd; NaN stays. */
function tanh4(x: v128): v128 {
  let magnitude = f32x4.min(f32x4.abs(x), f32x4.splat(SATURATED));
  let e = exponentialMinusOne(f32x4.add(magnitude, magnitude));
  let sign = v128.and(x, i32x4.splat(0x80000000));
  return v128.or(f32x4.div(e, f32x4.add(e, f32x4.splat(2))), sign);
}

/** `y = tanh x` over `length` floats; `x` and `y` may be the same. Reads up to 3 floats past `x`. */
export function tanhForward(x: usize, y: usize, length: i32): void {
  for (; length > 0; length -= 4, x += 16, y += 16) storeLanes(y, tanh4(v128.load(x)), length);
}

/** `dx = y > 0 ? dy : 0`, from ReLU's output `y`; `dy` and `dx` may be the same. Reads up to 3 floats past its inputs. */
export function reluBackward(y: usize, dy: usize, dx: usize, length: i32): void {
  for (; length > 0; length -= 4, y += 16, dy += 16, dx += 16) {
    let positive = f32x4.gt(v128.load(y), f32x4.splat(0));
    storeLanes(dx, v128.and(v128.load(dy), positive), length);
  }
}

/** `dx = dy (1 - y^2)`, from tanh's output `y`; `dy` and `dx` may be the same. Reads up to 3 floats past its inputs. */
export function tanhBackward(y: usize, dy: usize, dx: usize, length: i32): void {
  for (; length > 0; length -= 4, y += 16, dy += 16, dx += 16) {
    let output = v128.load(y);
    let slope = f32x4.sub(f32x4.splat(1), f32x4.mul(output, output));
    storeLanes(dx, f32x4.mul(v128.load(dy), slope), length);
  }
}
