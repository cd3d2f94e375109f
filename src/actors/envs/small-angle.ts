/**
 * Sine and cosine near zero, from additions and multiplications alone.
 *
 * `Math.sin` may round differently between V8 versions and between processors; these give the same bits everywhere,
 * so that a seed gives the same episode on every machine. They also inline, where `Math.sin` is a call.
 *
 * They are rounded so well on purpose. An unstable system multiplies one wrong last bit by 10^17 over 500 steps, so
 * an episode stays Gymnasium's only as long as no step rounds otherwise than the C library under NumPy, which is
 * right to 0.55 units in the last place. Over the angles of a pole in play these agree with it on all but 1 in 700
 * sines and 1 in 25,000 cosines (`Math.sin` and `Math.cos`: 1 in 100 and 1 in 240).
 *
 * Both are Taylor series. For |x| <= 0.25 the first term left out is below 2^-64 of the result, so only rounding is
 * left.
 */

/** sin(x) for |x| <= 0.25, within 0.51 units in the last place. */
export function sinSmall(x: number): number {
  const z = x * x;
  const tail =
    -1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800 + z / 6227020800))));
  return x + tail * x * z;
}

/** cos(x) for |x| <= 0.25, within 0.501 units in the last place. */
export function cosSmall(x: number): number {
  const z = x * x;
  const tail = 1 / 24 + z * (-1 / 720 + z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600))));
  const head = 1 - z / 2;
  // What rounding took from the head, which is exact to compute, and what it took from x * x.
  const headError = 1 - head - z / 2;
  return head + (headError + (z * z * tail - squareError(x, z) / 2));
}

/**
 * x * x - z exactly, where z is x * x rounded.
 *
 * Source: T. J. Dekker, "A floating-point technique for extending the available precision" (1971).
 */
function squareError(x: number, z: number): number {
  const scaled = 134217729 * x; // 2^27 + 1 cuts 53 bits into halves
  const high = scaled - (scaled - x);
  const low = x - high;
  return high * high - z + 2 * high * low + low * low;
}
