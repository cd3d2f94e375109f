import type { BatchColumn } from '../../../../src/learner/algorithms/algorithm.js';
import { spaceSize, type Space } from '../../../../src/shared/spaces.js';
import { testUniform } from '../../../shared/kernels/support/fixture.js';
import type { Columns } from './programs.js';

/** What rows of a batch come from. */
export interface BatchSource {
  readonly columns: readonly BatchColumn<Columns>[];
  readonly actions: Space;
}

/** Writes a batch that is a function of the seed and of its number of rows alone: the same numbers into floats and into bytes. */
export function fillBatch({ columns, actions }: BatchSource, batch: Columns, seed: number): void {
  const draw = testUniform(7919 * seed + 1);
  for (let i = 0; i < 3; i++) draw(); // neighbouring seeds of this generator begin with neighbouring numbers
  const numActions = spaceSize(actions);
  // Near what new weights say, so that probability ratios lie on both sides of every clip.
  const logProbability = -Math.log(numActions) - (actions.kind === 'box' ? 2 : 0);
  for (const { name, dtype, shape } of columns) {
    const column = batch[name]!;
    const numRows = shape.reduce((length, size) => length / size, column.length);
    const share = (unit: number) => (draw() + 1) / 2 / unit;
    const next = (i: number): number => {
      if (dtype === 'int32') return Math.floor(numActions * share(1));
      if (dtype === 'uint8') return Math.floor(256 * share(1));
      switch (name) {
        case 'discountT':
          return i % 4 === 3 ? 0 : 0.9;
        // So wide that errors lie on both sides of the Huber loss's delta.
        case 'rewardT':
          return 3 * draw();
        case 'behaviourLogProbability':
          return logProbability + 0.5 * draw();
        case 'policyWeight':
        case 'valueWeight':
          return share(numRows / 2);
        default:
          return 1.5 * draw();
      }
    };
    for (let i = 0; i < column.length; i++) column[i] = next(i);
  }
}
