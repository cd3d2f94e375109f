import { messageOf } from '../../src/shared/errors.js';
import type { Measurement } from '../measure.js';
import { FULL_PACE, QUICK_PACE, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import type { EngineCase } from './engines/engine-cases.js';
import { measureApart, type ApartCase } from './support/apart.js';
import { compareDirect } from './tfjs/compare-direct.js';

/** The library's optimizers and gradients are thousands of lines, and compiled as they are used. */
const FULL: Pace = { ...FULL_PACE, warmUpNanoseconds: 600e6, roundNanoseconds: 60e6 };
const QUICK: Pace = { ...QUICK_PACE, warmUpNanoseconds: 100e6, roundNanoseconds: 10e6 };

const UPDATES: readonly EngineCase[] = [
  { network: '4-128-128-2', batchSize: 64 },
  { network: '4-128-128-2', batchSize: 512 },
  { network: 'Nature', batchSize: 8 },
];

/** Each case, in a thread of its own. */
export const CASES: readonly ApartCase[] = UPDATES.map((one) => (pace: Pace) => compareDirect(one, pace));

/** What our engine adds to TensorFlow.js, or saves. */
export async function tfjsSuite({ isQuick, leaveOut }: SuiteOptions): Promise<readonly Measurement[]> {
  try {
    const { loadBackend } = await import('../../src/learner/engines/tfjs/load/load-backend.js');
    await (await loadBackend('tfjs-wasm')).close();
  } catch (error) {
    leaveOut?.('tfjs-wasm', messageOf(error));
    return [];
  }
  return measureApart(import.meta.url, isQuick ? QUICK : FULL);
}
