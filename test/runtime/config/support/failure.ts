import { ManyhandsError } from '../../../../src/shared/errors.js';

/** The `ERR_CONFIG` that `run` ends in; anything else is passed on. */
export function configError(run: () => unknown): ManyhandsError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof ManyhandsError && thrown.code === 'ERR_CONFIG') return thrown;
    throw thrown;
  }
  throw new Error('expected ERR_CONFIG, got a result');
}

/** Its message. */
export const configFailure = (run: () => unknown): string => configError(run).message;
