import { ManyhandsError } from '../shared/errors.js';

/** What training cannot go on without being finite. */
export type FiniteQuantity = 'loss' | 'gradient' | 'weights';

/** A quantity that is not finite: ends the run with the last finite weights, and is counted by quantity. */
export class NonFiniteError extends ManyhandsError {
  constructor(
    readonly quantity: FiniteQuantity,
    message: string,
  ) {
    super('ERR_NON_FINITE', message);
  }
}

/** What to throw for a quantity of one of the updates `first` to `last`; of the last, unless `first` is before it. */
export function nonFiniteUpdate(
  quantity: FiniteQuantity,
  value: number,
  first: number,
  last: number,
): NonFiniteError {
  const which = first >= last ? `update ${last}` : `one of updates ${first} to ${last}`;
  const fix = 'lower optimizer.learningRate or set optimizer.maxGradientNorm';
  return new NonFiniteError(
    quantity,
    `${quantity} of ${which}: expected a finite number, got ${value}; ${fix}`,
  );
}
