import { instantiateKernels } from '../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../src/shared/kernels/load.js';

/** What a figure is measured against: work of the same kind that never changes. */
export type Calibration = 'plain' | 'peak';

const NUM_VALUES = 2048;
const SWEEPS = 8;
const PEAK_ROUNDS = 50_000;

/** Makes the work of each kind. Changing it makes every baseline worthless. */
export const CALIBRATIONS: Readonly<Record<Calibration, () => () => void>> = {
  plain: plainLoop,
  peak: peakLoop,
};

/**
 * Integer, floating-point and memory operations that wait for one another now and then, in plain JavaScript, over values that
 * stay in the first-level cache.
 *
 * Source of the shifts: G. Marsaglia, "Xorshift RNGs" (2003), doi:10.18637/jss.v008.i14, 32 bits.
 */
function plainLoop(): () => void {
  const values = new Float32Array(NUM_VALUES).fill(0.5);
  let state = 1;
  return () => {
    let word = state;
    for (let k = 0; k < SWEEPS * NUM_VALUES; k++) {
      const i = k % NUM_VALUES;
      word ^= word << 13;
      word ^= word >>> 17;
      word ^= word << 5;
      // The mean of two neighbours and of a new value in [0, 1) is one as well: nothing ever overflows or dies out.
      values[i] = 0.25 * (values[i]! + values[(i + 1) % NUM_VALUES]!) + (word >>> 8) * 2 ** -25;
    }
    state = word;
  };
}

/** 128-bit multiplications and additions out of registers: what a core can do at most. */
function peakLoop(): () => void {
  const { run, arena } = instantiateKernels(loadKernelModule(), 1 << 16);
  const operands = arena.float32(32);
  operands.view.fill(0.5);
  return () => run.multiplyAddPeak(operands.pointer, PEAK_ROUNDS);
}
