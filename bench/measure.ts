import { median } from '../src/shared/statistics.js';
import { betterOf, type Better } from './better.js';
import { FULL_PACE, type Pace } from './pace.js';
import { now, WarmUp } from './warm-up.js';

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

/** What a figure was measured at. */
export type Parameters = Readonly<Record<string, number | string>>;

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
  for (const { run, calls, figure, figures } of inTurns(warm, pace.rounds))
    figures.push(figure(timeCalls(run, calls)));
  return summarizeCases(warm);
}

/** All of them once a round, in an order that turns about from round to round. */
export function* inTurns<One>(ones: readonly One[], rounds: number): Generator<One, void> {
  const turned = [...ones].reverse();
  for (let round = 0; round < rounds; round++) yield* round % 2 === 0 ? ones : turned;
}

/** What each case's figures, one a round, come to. */
export function summarizeCases(cases: readonly SummarizedCase[]): Measurement[] {
  return cases.map(({ name, unit, figures, parameters }) => summarizeRounds(name, unit, figures, parameters));
}

type SummarizedCase = Pick<Case, 'name' | 'unit' | 'parameters'> & Pick<Measurement, 'figures'>;

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

/** @returns how many calls fill a round */
function warmUp(run: () => void, pace: Pace): number {
  const warming = new WarmUp(pace);
  while (!warming.isOverAfter(timeCalls(run, warming.calls)));
  return warming.calls;
}

/** @returns nanoseconds a call */
export function timeCalls(run: () => void, calls: number): number {
  const start = now();
  for (let i = 0; i < calls; i++) run();
  return (now() - start) / calls;
}
