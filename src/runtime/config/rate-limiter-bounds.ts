/** What the rate limiter has to let pass at once, in async mode. */
export interface RateLimiterTraffic {
  readonly samplesPerInsert: number;
  /** Transitions in the largest insert. */
  readonly insertSize: number;
  /** Transitions in one sample. */
  readonly batchSize: number;
}

/**
 * The smallest whole error buffer with which inserting and sampling never wait for each other at once.
 *
 * With `n` the insert size, `b` the batch size, `c` samples per insert, `m` the minimum size, `e` the error buffer,
 * and `d = I * c - S` for `I` inserted and `S` drawn:
 *
 * ```text
 *   an insert waits  while  d + n * c > m * c + e        (and I + n > m)
 *   a sample waits   while  d - b     < m * c - e        (or  I < m)
 * ```
 *
 * Once `I >= m`, some `d` makes both wait unless `2 e >= n * c + b`. Before that, `d = I * c <= (m - 1) * c`, so
 * the insert that carries `I` over `m` gets through for certain if `e >= (n - 1) * c`. The result is above both,
 * by up to one sample, which also covers the rounding of `d` for a fractional `c`.
 *
 * Source of the two rules: Cassirer et al., "Reverb: A Framework For Experience Replay" (2021), arXiv:2102.04736.
 */
export function smallestErrorBuffer({ samplesPerInsert, insertSize, batchSize }: RateLimiterTraffic): number {
  const steady = (insertSize * samplesPerInsert + batchSize) / 2;
  const filling = (insertSize - 1) * samplesPerInsert;
  return Math.floor(Math.max(steady, filling)) + 1;
}

/**
 * The error buffer that `auto` stands for: room for one insert and one batch, or a tenth of the minimum size, the
 * tolerance Acme's agents use (Hoffman et al. 2020, arXiv:2006.00979), whichever is more.
 *
 * Never below {@link smallestErrorBuffer} of the same traffic.
 */
export function autoErrorBuffer(traffic: RateLimiterTraffic, minSize: number): number {
  const { samplesPerInsert, insertSize, batchSize } = traffic;
  return Math.ceil(Math.max(insertSize * samplesPerInsert + batchSize, 0.1 * minSize * samplesPerInsert));
}
