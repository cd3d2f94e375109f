/** One figure of a benchmark. */
export interface Measurement {
  readonly name: string;
  readonly unit: string;
  /** Median over the rounds. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  /** What the figure was measured at, for those that read it by machine; `actors` is the number of actor threads. */
  readonly parameters?: Readonly<Record<string, number>>;
}

const ROUNDS = 15;
const WARM_UP_NANOSECONDS = 60e6;
const ROUND_NANOSECONDS = 4e6;

/**
 * Times `run` in rounds of some milliseconds, after a warm-up in which the code reaches its final tier.
 *
 * @param figure - turns nanoseconds per call into the figure, in `unit`
 */
export function measure(
  name: string,
  unit: string,
  run: () => void,
  figure: (nanoseconds: number) => number,
): Measurement {
  let calls = 1;
  const warmUpEnd = now() + WARM_UP_NANOSECONDS;
  while (now() < warmUpEnd) {
    const elapsed = timeCalls(run, calls) * calls;
    if (elapsed < ROUND_NANOSECONDS / 2) calls *= 2;
  }
  return summarizeRounds(
    name,
    unit,
    Array.from({ length: ROUNDS }, () => figure(timeCalls(run, calls))),
  );
}

/** Median, least and greatest of one figure a round. */
export function summarizeRounds(
  name: string,
  unit: string,
  figures: readonly number[],
  parameters?: Measurement['parameters'],
): Measurement {
  const sorted = [...figures].sort((a, b) => a - b);
  const rounds = sorted.length;
  const [value, min, max] = [sorted[rounds >> 1]!, sorted[0]!, sorted[rounds - 1]!];
  return { name, unit, value, min, max, rounds, ...(parameters && { parameters }) };
}

function timeCalls(run: () => void, calls: number): number {
  const start = now();
  for (let i = 0; i < calls; i++) run();
  return (now() - start) / calls;
}

function now(): number {
  return Number(process.hrtime.bigint());
}
