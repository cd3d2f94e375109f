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
