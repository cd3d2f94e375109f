import { describe, expect, it } from 'vitest';
import type { OptimizerOptions } from '../../../../src/learner/engines/engine.js';
import { Optimizer, runOptimizer } from '../../../../src/learner/engines/simd/optimizer.js';
import { instantiateKernels } from '../../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../../src/shared/kernels/load.js';

const LEAST_NORMAL = 2 ** -126;
const OPTIONS: readonly OptimizerOptions[] = [
  { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.9, epsilon: 1e-8 },
  { name: 'rmsprop', learningRate: 1e-3, decay: 0.9, epsilon: 1e-8 },
];

describe.each(OPTIONS)('the moments of $name', (options) => {
  it('end at 0 where no gradient comes any more, and not among the denormal numbers', () => {
    const { run, arena } = instantiateKernels(loadKernelModule(), 1 << 16);
    const parameters = arena.float32(7);
    const gradient = arena.float32(7);
    const optimizer = new Optimizer(arena, options, parameters, gradient);
    const step = () => runOptimizer(run, optimizer.plan, optimizer.nextStep(1e-3, 1), 0, 7);
    const moments = Object.entries(optimizer.state)
      .filter(([name]) => name.endsWith('Moment'))
      .map(([, values]) => values);
    gradient.view.fill(0.5);
    step();
    expect(moments.every((values) => values.every((value) => value >= LEAST_NORMAL))).toBe(true);

    // 0.9 to the power of 1,000 is 1e-46.
    gradient.view.fill(0);
    for (let i = 0; i < 1024; i++) step();
    expect(moments.map((values) => [...values])).toEqual(moments.map(() => Array<number>(7).fill(0)));
  });
});
