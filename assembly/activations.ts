// Activations in place of their own kernels where the matrix product cannot do them on its way out, and their gradients.
import { mulAdd, storeLanes } from './simd';

/**
 * Saturation, then the coefficients of P and of Q from the highest down to that of x^2. In memory because a constant that is written
 * into the code takes an engine three instructions wherever it is used, in a loop too.
 */
const TANH: usize = memory.data<f32>([
  9.02, // tanh rounds to 1 in float32 from 9.011 on
  1.3317270841639584e-8,
  2.0582274373737164e-5,
  0.0034939670003950596,
  0.13379663228988647,
  7.761307188047795e-7,
  0.0003282977850176394,
  0.025870822370052338,
  0.46712979674339294,
  1,
  -9.02,
  -1,
]);

/**
 * `x P(x^2) / Q(x^2)`, both polynomials of degree 4: the quotient of least greatest relative error up to saturation, 2e-8, found by
 * reweighted least squares (Lawson 1961) in 40 digits. All coefficients are above 0, so nothing cancels; what is seen is rounding,
 * 4e-7 of the result at most. Odd, and exact for the smallest x; never beyond 1; NaN stays.
 */
function tanh4(x: v128): v128 {
  let one = v128.load_splat<f32>(TANH, 36);
  // pmin(x, y) and pmax(x, y) give x if either is NaN.
  let clamped = f32x4.pmax(f32x4.pmin(x, v128.load_splat<f32>(TANH)), v128.load_splat<f32>(TANH, 40));
  let u = f32x4.mul(clamped, clamped);
  let p = v128.load_splat<f32>(TANH, 4);
  p = mulAdd(v128.load_splat<f32>(TANH, 8), p, u);
  p = mulAdd(v128.load_splat<f32>(TANH, 12), p, u);
  p = mulAdd(v128.load_splat<f32>(TANH, 16), p, u);
  p = mulAdd(one, p, u);
  let q = v128.load_splat<f32>(TANH, 20);
  q = mulAdd(v128.load_splat<f32>(TANH, 24), q, u);
  q = mulAdd(v128.load_splat<f32>(TANH, 28), q, u);
  q = mulAdd(v128.load_splat<f32>(TANH, 32), q, u);
  q = mulAdd(one, q, u);
  let y = f32x4.div(f32x4.mul(clamped, p), q);
  return f32x4.pmax(f32x4.pmin(y, one), v128.load_splat<f32>(TANH, 44));
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
