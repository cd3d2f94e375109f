import { median } from '../src/shared/statistics.js';
import { betterOf, type Better } from './better.js';
import { FULL_PACE, type Pace } from './pace.js';

/** One figure of a benchmark. */
export interface Measurement {
  readonly name: string;
  readonly unit: string;
  /** Median over the rounds. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  /** One a round, in the order they were measured: what a comparison resamples. */
  readonly figures: readonly number[];
  readonly better: Better;
  /** What the figure was measured at, for those that read it by machine; `actors` is the number of actor threads. */
  readonly parameters?: Parameters;
  /** What else is said of it, for whoever reads it: no comparison looks at this. */
  readonly note?: string;
}

type Parameters = Readonly<Record<string, number | string>>;

/** A window of the warm-up as long as a round that took less than this share of the fastest before it shows that code still gets faster. */
const FASTER = 0.97;
const STEADY_WINDOWS = 4;
/** Multiple of the pace's warm-up. */
const LONGEST_WARM_UP = 10;

/** One of several things that are compared with each other. */
export interface Case {
  readonly name: string;
  readonly unit: string;
  readonly run: () => void;
  /** Turns nanoseconds a call into the figure, in `unit`. */
  readonly figure: (nanoseconds: number) => number;
  readonly parameters?: Parameters;
}

/**
 * Times `run` in rounds of some milliseconds, after a warm-up in which its code reaches its final tier.
 *
 * @param figure - turns nanoseconds per call into the figure, in `unit`
 */
export function measure(
  name: string,
  unit: string,
  run: () => void,
  figure: (nanoseconds: number) => number,
  parameters?: Parameters,
  pace: Pace = FULL_PACE,
): Measurement {
  return measureAlternating([{ name, unit, run, figure, ...(parameters && { parameters }) }], pace)[0]!;
}

/**
 * Times what is compared with each other round by round, in an order that turns about (AB BA AB ...), so that what the
 * machine does meanwhile falls on all of them alike: round `r` of one was measured beside round `r` of the others.
 *
 * @returns in the order of the cases
 */
export function measureAlternating(cases: readonly Case[], pace: Pace = FULL_PACE): Measurement[] {
  const warm = cases.map((one) => ({ ...one, calls: warmUp(one.run, pace), figures: [] as number[] }));
  const turned = [...warm].reverse();
  for (let round = 0; round < pace.rounds; round++) {
    for (const { run, calls, figure, figures } of round % 2 === 0 ? warm : turned)
      figures.push(figure(timeCalls(run, calls)));
  }
  return warm.map(({ name, unit, figures, parameters }) => summarizeRounds(name, unit, figures, parameters));
}

/**
 * Median, least and greatest of one figure a round. `Infinity` stands for a target that was not reached.
 *
 * @throws RangeError for no figures or NaN: a suite's mistake, which no median would show
 */
export function summarizeRounds(
  name: string,
  unit: string,
  figures: readonly number[],
  parameters?: Parameters,
): Measurement {
  if (figures.length === 0 || figures.some(Number.isNaN))
    throw new RangeError(`${name}: expected a number of each round, got [${figures.join(', ')}]`);
  return {
    name,
    unit,
    value: median(figures),
    min: Math.min(...figures),
    max: Math.max(...figures),
    rounds: figures.length,
    figures,
    better: betterOf(unit),
    ...(parameters && { parameters }),
  };
}

/**
 * Calls until the code has its final tier: at least as long as the pace says, and on until some windows in a row were no
 * faster than the fastest before them. A machine that others use gives no such peace, and gets its limit.
 *
 * @returns how many calls fill a round
 */
function warmUp(run: () => void, { warmUpNanoseconds, roundNanoseconds }: Pace): number {
  const begin = now();
  let calls = 1;
  let fastest = Infinity;
  let numSteady = 0;
  for (;;) {
    const each = timeCalls(run, calls);
    const elapsed = now() - begin;
    if (each < FASTER * fastest) [fastest, numSteady] = [each, 0];
    else numSteady += 1;
    const isOver = numSteady >= STEADY_WINDOWS || elapsed >= LONGEST_WARM_UP * warmUpNanoseconds;
    if (each * calls < roundNanoseconds / 2) calls *= 2;
    else if (elapsed >= warmUpNanoseconds && isOver) return calls;
  }
}

/** @returns nanoseconds a call */
function timeCalls(run: () => void, calls: number): number {
  const start = now();
  for (let i = 0; i < calls; i++) run();
  return (now() - start) / calls;
}

function now(): number {
  return Number(process.hrtime.bigint());
}
