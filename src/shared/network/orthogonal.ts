/**
 * A draw from the standard normal distribution (Box and Muller 1958), from two draws of U[0, 1).
 *
 * The second value the method gives is thrown away: then a draw is a function of the stream's position alone.
 */
export function standardNormal(uniform: () => number): number {
  // 1 - u lies in (0, 1], where the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}

/**
 * Fills a row-major `[rows, columns]` matrix so that its shorter side is orthonormal times `gain`: `W^T W = gain^2 I` if
 * `rows >= columns`, else `W W^T = gain^2 I`. Uniform over all such matrices.
 *
 * It is the Q of a Gaussian matrix's QR decomposition with R's diagonal positive, without which Q would not be uniform
 * (Mezzadri 2007, arXiv:math-ph/0609050, section 5). Gram and Schmidt's way gives that sign by itself, and done twice it is
 * orthogonal to float64 rounding (Giraud et al. 2005).
 */
export function orthogonalInto(
  matrix: Float32Array,
  rows: number,
  columns: number,
  gain: number,
  uniform: () => number,
): void {
  const count = Math.min(rows, columns);
  const dimension = Math.max(rows, columns);
  const basis: Float64Array[] = [];
  for (let v = 0; v < count; v++) {
    const vector = Float64Array.from({ length: dimension }, () => standardNormal(uniform));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) subtractProjection(vector, other);
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < dimension; i++) vector[i]! /= norm;
    basis.push(vector);
  }
  basis.forEach((vector, v) => {
    vector.forEach(
      (value, i) => (matrix[rows >= columns ? i * columns + v : v * columns + i] = gain * value),
    );
  });
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  const length = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i]! -= length * unit[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
