import { ManyhandsError } from '../../../../src/shared/errors.js';

/** The message of the `ERR_CONFIG` that `run` ends in; anything else is passed on. */
export function configFailure(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof ManyhandsError && thrown.code === 'ERR_CONFIG') return thrown.message;
    throw thrown;
  }
  throw new Error('expected ERR_CONFIG, got a result');
}
