/**
 * A dense product as its definition says it, in float32, with one rounding after each product and each sum and `k` ascending:
 * the kernels promise the same bits.
 */
export function productReference(
  a: (i: number, k: number) => number,
  b: (k: number, j: number) => number,
  bias: ((j: number) => number) | undefined,
  [m, n, depth]: readonly [number, number, number],
): Float32Array {
  const c = new Float32Array(m * n).fill(NaN);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = bias?.(j) ?? 0;
      for (let k = 0; k < depth; k++) sum = Math.fround(sum + Math.fround(a(i, k) * b(k, j)));
      c[i * n + j] = sum;
    }
  }
  return c;
}
