/** Which way a figure is better. */
export type Better = 'higher' | 'lower';

/** What is done in a second, and shares of what there could be. */
const HIGHER = [
  /\/s$/,
  /^of that$/,
  /^of one\b/,
  /^x\b/,
  /^% of (?:the )?peak\b/,
  /^% efficiency$/,
  /^% of runs$/,
  /^% training$/,
];
/** What it takes or costs: time, environment steps to a target, memory, blocks and versions of delay, shares of a core or a thread. */
const LOWER = [
  /^(?:ns|us|ms|s)(?:$|[/ ])/,
  /^env steps$/,
  /^updates$/,
  /^(?:[kMG]B|bytes)(?:$|\/)/,
  /^blocks$/,
  /^versions$/,
  /^% of (?:a core|actor time|learner time|update time)\b/,
];

/**
 * Which way figures of this unit are better: the one place that says so. A unit of another kind gets its line above.
 *
 * @throws RangeError for a unit that no line knows: a comparison would have to guess
 */
export function betterOf(unit: string): Better {
  if (HIGHER.some((pattern) => pattern.test(unit))) return 'higher';
  if (LOWER.some((pattern) => pattern.test(unit))) return 'lower';
  throw new RangeError(`unit: expected one that bench/better.ts knows, got '${unit}'`);
}
