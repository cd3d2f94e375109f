import { compareRounds, type RoundsComparison } from '../comparison.js';
import type { Machine } from '../machine.js';
import type { RunsOfRounds } from '../ratio.js';

/** Loss, in percent, up to which everything is taken for noise. */
export const MAX_LOSS_PERCENT = 30;

/** Ratios to the calibration by name: of each process, one a round. */
export type RatiosOfRuns = Readonly<Record<string, RunsOfRounds>>;

/** A figure beside its baseline. */
export interface Judgement {
  readonly name: string;
  /** Null: in one of the two alone. */
  readonly compared: RoundsComparison | null;
}

/** Every figure of either, those that were measured first. */
export function judge(baseline: RatiosOfRuns, measured: RatiosOfRuns): Judgement[] {
  return [...new Set([...Object.keys(measured), ...Object.keys(baseline)])].map((name) => {
    const [before, after] = [baseline[name], measured[name]];
    const isBoth = before !== undefined && after !== undefined;
    return { name, compared: isBoth ? compareRounds(before, after, 'higher', MAX_LOSS_PERCENT) : null };
  });
}

/**
 * Why ratios measured here say nothing about a loss since the baseline: another instruction set, or another compiler of
 * JavaScript, does not move a figure as it moves its calibration. Another CPU of the same kind is what the calibration is for.
 *
 * @returns null where they do say something
 */
export function whyIncomparable(then: Machine, here: Machine): string | null {
  const [from, to] = [then, here].map(({ platform, node }) => `${platform}, Node ${node.split('.')[0]!}`);
  return from === to ? null : `${from!} in the baseline, ${to!} here`;
}
