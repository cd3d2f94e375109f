import {
  inTurns,
  summarizeCases,
  timeCalls,
  type Case,
  type Measurement,
  type Parameters,
} from './measure.js';
import { FULL_PACE, type Pace } from './pace.js';
import { now, WarmUp } from './warm-up.js';

/** What answers with a promise: a call of it lasts until it has been answered. */
export interface AwaitedCase extends Omit<Case, 'run'> {
  readonly answer: () => Promise<unknown>;
}

/** As `measure`, of what answers with a promise. */
export async function measureAwaited(
  name: string,
  unit: string,
  answer: () => Promise<unknown>,
  figure: (nanoseconds: number) => number,
  parameters?: Parameters,
  pace: Pace = FULL_PACE,
): Promise<Measurement> {
  const one = { name, unit, answer, figure, ...(parameters && { parameters }) };
  return (await measureAlternatingAwaited([one], pace))[0]!;
}

/**
 * As `measureAlternating`, where some or all answer with a promise. Those that do not are called in the same tight loop as there.
 *
 * @returns in the order of the cases
 */
export async function measureAlternatingAwaited(
  cases: readonly (Case | AwaitedCase)[],
  pace: Pace = FULL_PACE,
): Promise<Measurement[]> {
  const warm: ((Case | AwaitedCase) & { readonly calls: number; readonly figures: number[] })[] = [];
  for (const one of cases) warm.push({ ...one, calls: await warmUp(one, pace), figures: [] });
  for (const one of inTurns(warm, pace.rounds)) one.figures.push(one.figure(await time(one, one.calls)));
  return summarizeCases(warm);
}

/** @returns how many calls fill a round */
async function warmUp(one: Case | AwaitedCase, pace: Pace): Promise<number> {
  const warming = new WarmUp(pace);
  while (!warming.isOverAfter(await time(one, warming.calls)));
  return warming.calls;
}

/** @returns nanoseconds a call */
function time(one: Case | AwaitedCase, calls: number): number | Promise<number> {
  return 'run' in one ? timeCalls(one.run, calls) : timeAnswers(one.answer, calls);
}

/** @returns nanoseconds from a call to its answer */
async function timeAnswers(answer: () => Promise<unknown>, calls: number): Promise<number> {
  const start = now();
  for (let i = 0; i < calls; i++) await answer();
  return (now() - start) / calls;
}
