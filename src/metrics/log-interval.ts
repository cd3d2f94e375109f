const SHORTEST_SECONDS = 0.05;
const SHARE_OF_ELAPSED = 0.1;

/**
 * Time until the next row of a log: a tenth of the time it has gone on for, at least 50 ms, and at most `maxSeconds`.
 *
 * A run of half a second has ten rows, one of an hour with `maxSeconds = 1` some 40 more than if they were all a second apart.
 */
export function logInterval(elapsedSeconds: number, maxSeconds: number): number {
  return Math.min(maxSeconds, Math.max(SHORTEST_SECONDS, SHARE_OF_ELAPSED * elapsedSeconds));
}
