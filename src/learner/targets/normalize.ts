const ADVANTAGE_EPSILON = 1e-8;
const RETURN_EPSILON = 1e-9;

/**
 * Shifts and scales the advantages of a batch in place, to mean 0 and standard deviation 1.
 *
 * The standard deviation is the population's (divided by `B`), and 1e-8 is added to it: equal advantages, or a single
 * one, become 0.
 */
export function normalizeAdvantages(advantages: Float32Array): void {
  standardize(advantages, advantages.length, ADVANTAGE_EPSILON);
}

/**
 * Shifts and scales the returns of one episode in place, as a PyTorch notebook does:
 *
 * ```text
 *   (G - G.mean()) / (G.std() + 1e-9)
 * ```
 *
 * `std` is PyTorch's, the unbiased one (divided by `T - 1`). Of an episode of one step that is not a number; here its
 * return becomes 0.
 */
export function normalizeReturns(returns: Float32Array): void {
  standardize(returns, Math.max(1, returns.length - 1), RETURN_EPSILON);
}

/** @param divisor - of the summed squares in the variance */
function standardize(values: Float32Array, divisor: number, epsilon: number): void {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  const scale = 1 / (Math.sqrt(squares / divisor) + epsilon);
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - mean) * scale;
}
