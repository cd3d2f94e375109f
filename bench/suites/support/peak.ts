import type { Float32Region } from '../../../src/shared/kernels/arena.js';
import type { Kernels } from '../../../src/shared/kernels/kernels.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import { measureAlternating, summarizeRounds, type Case, type Measurement } from '../../measure.js';
import type { Pace } from '../../pace.js';

/** What products are held against, in the rounds of the products themselves. */
export function peak({ run, arena }: Kernels): Case {
  const rounds = 1000;
  const operands = arena.float32(32);
  operands.view.fill(0.5);
  return {
    name: 'peak, 128-bit multiply and add',
    unit: 'GFLOP/s',
    run: () => run.multiplyAddPeak(operands.pointer, rounds),
    figure: (nanoseconds) => (64 * rounds) / nanoseconds,
  };
}

/** Products that are told apart by the last word of their name. */
export interface Products {
  readonly name: string;
  /** Multiplications and additions that a call of each stands for, those by 0 included. */
  readonly flops: Readonly<Record<string, number>>;
  readonly calls: Readonly<Record<string, () => void>>;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Products in turns with the peak: GFLOP/s, and shares of the peak of the same round. */
export function measureOfPeak(
  kernels: Kernels,
  { name, flops, calls, parameters }: Products,
  pace: Pace,
): Measurement[] {
  const cases = Object.entries(calls).map(([call, run]): Case => ({
    name: `${name}, ${call}`,
    unit: 'GFLOP/s',
    run,
    figure: (nanoseconds) => flops[call]! / nanoseconds,
    parameters,
  }));
  const [ceiling, ...measured] = measureAlternating([peak(kernels), ...cases], pace);
  return measured.flatMap((measurement) => {
    const shares = measurement.figures.map((figure, round) => (100 * figure) / ceiling!.figures[round]!);
    return [
      measurement,
      summarizeRounds(`${measurement.name}: of the peak`, '% of peak', shares, parameters),
    ];
  });
}

/** Fills with values in [-0.1, 0.1], of which half are negative and a part is 0, and gives the pointer. */
export function wave({ pointer, view }: Float32Region, fill = 1): number {
  const random = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
  for (let i = 0; i < view.length; i++) view[i] = random.nextFloat() < fill ? 0.1 * Math.sin(1.7 * i) : 0;
  return pointer;
}
