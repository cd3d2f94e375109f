import { workerData } from 'node:worker_threads';
import { CounterLine } from '../../../../src/shared/memory/counters.js';

export const COUNTED = { small: 'int32', large: 'int64', real: 'float32' } as const;

/** Pairs whose halves all differ: a torn value would be neither. */
export const VALUES = {
  small: [0, -1],
  large: [2 ** 32 - 1, 2 ** 52],
  real: [-(2 ** 100), 1.5 * 2 ** -100],
} as const;

if (workerData !== null) {
  const line = new CounterLine(workerData as SharedArrayBuffer, COUNTED, 1);
  const { small, large, real } = line.counters;
  for (let i = 0; ; i ^= 1) {
    small.set(VALUES.small[i]!);
    large.set(VALUES.large[i]!);
    real.set(VALUES.real[i]!);
  }
}
